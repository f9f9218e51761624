-- The kb_ tables as the existing web admin and reports read them. The script is never run as it stands on a database that has
-- some of these tables already: TableReconciler compares each table with what is here and adds what is missing.
-- Times are UTC, 'yyyy-MM-dd HH:mm:ss.fff', except in kb_schedule and kb_schedule_logs (Asia/Seoul, as the shop writes them).

CREATE TABLE kb_bot_devices (
    id INTEGER PRIMARY KEY,
    bot_name VARCHAR(64) NOT NULL,
    device_id VARCHAR(128) NOT NULL,
    device_uuid VARCHAR(128),
    ip_address VARCHAR(64),
    status VARCHAR(16) NOT NULL DEFAULT 'pending',
    client_type VARCHAR(64),
    client_version VARCHAR(32),
    description TEXT,
    max_message_size INT,
    rejection_reason TEXT,
    approved_at TEXT,
    created_at TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    updated_at TEXT,
    UNIQUE (bot_name, device_id)
);

CREATE TABLE kb_rooms (
    room_id VARCHAR(100) NOT NULL,
    bot_name VARCHAR(64) NOT NULL,
    device_id VARCHAR(128),
    room_name VARCHAR(255),
    room_concurrency INT,
    room_owners TEXT,
    log_settings TEXT,
    status VARCHAR(16) NOT NULL DEFAULT 'pending',
    description TEXT,
    owner_type VARCHAR(16),
    owner_id VARCHAR(64),
    rejection_reason TEXT,
    approved_at TEXT,
    created_at TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    updated_at TEXT,
    PRIMARY KEY (room_id, bot_name)
);

CREATE TABLE kb_chat_logs (
    id INTEGER PRIMARY KEY,
    channel_id VARCHAR(100) NOT NULL,
    user_hash VARCHAR(100) NOT NULL,
    room_name VARCHAR(255),
    sender VARCHAR(100),
    message TEXT NOT NULL,
    directive VARCHAR(30),
    message_type VARCHAR(20) NOT NULL DEFAULT 'normal',
    is_meaningful TINYINT(1) NOT NULL DEFAULT 0,
    bot_name VARCHAR(64) NOT NULL,
    is_mention TINYINT(1) NOT NULL DEFAULT 0,
    is_group_chat TINYINT(1) NOT NULL DEFAULT 0,
    log_id VARCHAR(50),
    client_timestamp TEXT,
    server_timestamp TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    is_bot TINYINT(1) DEFAULT 0,
    is_our_bot_response TINYINT(1) NOT NULL DEFAULT 0,
    is_scheduled TINYINT(1) NOT NULL DEFAULT 0
);

-- No index over the room here: kept up row by row it would cost more than the row (dk_chat_index is kept up in bulk instead). The
-- reference's index over the user would serve no query of the server; the one over is_meaningful holds only the rows that are asked for.
CREATE INDEX idx_kb_chat_logs_meaningful ON kb_chat_logs (is_meaningful) WHERE is_meaningful = 1;

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

CREATE INDEX idx_kb_ping_monitor_bot_device ON kb_ping_monitor (bot_name, device_id);
CREATE INDEX idx_kb_ping_monitor_ping_time ON kb_ping_monitor (ping_timestamp);

CREATE TABLE kb_servers (
    server_id INTEGER PRIMARY KEY,
    server_name VARCHAR(100),
    server_host VARCHAR(255),
    server_port INT,
    priority INT DEFAULT 100,
    status VARCHAR(16),
    is_active TINYINT(1) DEFAULT 1,
    max_bots INT,
    current_bots INT DEFAULT 0,
    description TEXT,
    last_heartbeat TEXT,
    created_at TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    updated_at TEXT
);

CREATE TABLE kb_server_processes (
    process_id INTEGER PRIMARY KEY,
    server_id INT,
    process_name VARCHAR(100) NOT NULL,
    process_type VARCHAR(16),
    pid INT,
    port INT,
    type VARCHAR(8) DEFAULT 'live',
    mode VARCHAR(16),
    status VARCHAR(16) NOT NULL DEFAULT 'stopped',
    last_heartbeat TEXT,
    cpu_usage DECIMAL(5,2),
    memory_usage DECIMAL(10,2),
    supervisor_host VARCHAR(255),
    supervisor_port INT,
    last_start_at TEXT,
    last_stop_at TEXT,
    created_at TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    updated_at TEXT
);

CREATE INDEX idx_kb_server_processes_name ON kb_server_processes (process_name);

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

CREATE TABLE kb_schedule (
    id INTEGER PRIMARY KEY,
    title VARCHAR(255),
    description TEXT,
    created_by_type VARCHAR(16),
    created_by_id VARCHAR(64),
    created_by_mb_id VARCHAR(64),
    target_bot_name VARCHAR(64),
    target_device_id VARCHAR(128),
    target_room_id VARCHAR(100),
    message_text TEXT,
    message_images_1 TEXT,
    message_images_2 TEXT,
    message_thumbnails_1 TEXT,
    message_thumbnails_2 TEXT,
    image_storage_mode VARCHAR(8) DEFAULT 'file',
    send_interval_seconds INT DEFAULT 1,
    media_wait_time_1 INT DEFAULT 0,
    media_wait_time_2 INT DEFAULT 0,
    schedule_type VARCHAR(8),
    schedule_date TEXT,
    schedule_time TEXT,
    schedule_times TEXT,
    schedule_weekdays TEXT,
    valid_from TEXT,
    valid_until TEXT,
    status VARCHAR(16) NOT NULL DEFAULT 'active',
    last_sent_at TEXT,
    next_send_at TEXT,
    send_count INT DEFAULT 0,
    message_type VARCHAR(32),
    reference_type VARCHAR(32),
    reference_id VARCHAR(64),
    template_variables TEXT,
    processed_message TEXT,
    delay_minutes INT,
    created_at TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now', '+9 hours')),
    updated_at TEXT
);

CREATE INDEX idx_kb_schedule_due ON kb_schedule (status, next_send_at);

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

CREATE INDEX idx_kb_schedule_logs_schedule ON kb_schedule_logs (schedule_id);
