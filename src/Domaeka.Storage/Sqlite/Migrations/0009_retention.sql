-- What old rows are found by when they are deleted, in databases of any age; the tables are those of 0001 and 0003.

CREATE TABLE kb_ping_monitor (
    id INTEGER PRIMARY KEY,
    bot_name VARCHAR(64) NOT NULL,
    device_id VARCHAR(128),
    device_uuid VARCHAR(128),
    mac_address VARCHAR(50),
    ip_address VARCHAR(64),
    client_ip VARCHAR(64),
    client_version VARCHAR(32),
    total_memory DECIMAL(10,2),
    memory_usage DECIMAL(10,2),
    memory_percent DECIMAL(5,2),
    message_queue_size INT,
    active_rooms INT,
    ping_time_ms INT,
    rtt_ms INT,
    client_timestamp TEXT,
    ping_timestamp TEXT,
    process_name VARCHAR(100),
    server_cpu_usage DECIMAL(5,2),
    server_cpu_max DECIMAL(5,2),
    server_memory_usage DECIMAL(10,2),
    server_memory_max DECIMAL(10,2),
    client_status TEXT,
    server_status TEXT,
    is_manual TINYINT(1) DEFAULT 0,
    server_timestamp TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    created_at TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

CREATE INDEX idx_kb_ping_monitor_ping_time ON kb_ping_monitor (ping_timestamp);

CREATE TABLE kb_system_monitor (
    id INTEGER PRIMARY KEY,
    server_name VARCHAR(100),
    cpu_percent DECIMAL(5,2),
    memory_total DECIMAL(10,2),
    memory_used DECIMAL(10,2),
    memory_percent DECIMAL(5,2),
    disk_usage_percent DECIMAL(5,2),
    active_connections INT,
    message_queue_size INT,
    created_at TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

CREATE INDEX idx_kb_system_monitor_time ON kb_system_monitor (created_at);

-- Seoul wall clock.
CREATE TABLE kb_schedule_logs (
    id INTEGER PRIMARY KEY,
    schedule_id INT,
    target_room_id VARCHAR(100),
    sent_message_text TEXT,
    sent_images_1 TEXT,
    sent_images_2 TEXT,
    send_components VARCHAR(64),
    status VARCHAR(16),
    error_message TEXT,
    api_response TEXT,
    scheduled_at TEXT,
    started_at TEXT,
    completed_at TEXT,
    duration_ms INT,
    created_at TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now', '+9 hours'))
);

CREATE INDEX idx_kb_schedule_logs_created ON kb_schedule_logs (created_at);

CREATE TABLE dk_room_devices (
    bot_name TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    room_name TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (bot_name, channel_id, device_id)
) WITHOUT ROWID;

CREATE INDEX idx_dk_room_devices_seen ON dk_room_devices (last_seen_at);
