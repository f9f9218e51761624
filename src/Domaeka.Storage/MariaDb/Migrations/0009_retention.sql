-- What old rows are found by when they are deleted, in databases of any age; the tables are those of 0001 and 0003.

CREATE TABLE kb_ping_monitor (
    id BIGINT NOT NULL AUTO_INCREMENT,
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
    client_timestamp DATETIME(3),
    ping_timestamp DATETIME(3),
    process_name VARCHAR(100),
    server_cpu_usage DECIMAL(5,2),
    server_cpu_max DECIMAL(5,2),
    server_memory_usage DECIMAL(10,2),
    server_memory_max DECIMAL(10,2),
    client_status TEXT,
    server_status TEXT,
    is_manual TINYINT(1) DEFAULT 0,
    server_timestamp DATETIME(3) DEFAULT (utc_timestamp(3)),
    created_at DATETIME(3) DEFAULT (utc_timestamp(3)),
    PRIMARY KEY (id),
    KEY idx_bot_device (bot_name, device_id),
    KEY idx_ping_time (ping_timestamp)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE kb_system_monitor (
    id BIGINT NOT NULL AUTO_INCREMENT,
    server_name VARCHAR(100),
    cpu_percent DECIMAL(5,2),
    memory_total DECIMAL(10,2),
    memory_used DECIMAL(10,2),
    memory_percent DECIMAL(5,2),
    disk_usage_percent DECIMAL(5,2),
    active_connections INT,
    message_queue_size INT,
    created_at DATETIME(3) DEFAULT (utc_timestamp(3)),
    PRIMARY KEY (id),
    KEY idx_kb_system_monitor_time (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- Seoul wall clock.
CREATE TABLE kb_schedule_logs (
    id BIGINT NOT NULL AUTO_INCREMENT,
    schedule_id BIGINT,
    target_room_id VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    sent_message_text MEDIUMTEXT,
    sent_images_1 LONGTEXT,
    sent_images_2 LONGTEXT,
    send_components VARCHAR(64),
    status VARCHAR(16),
    error_message TEXT,
    api_response LONGTEXT,
    scheduled_at DATETIME,
    started_at DATETIME,
    completed_at DATETIME,
    duration_ms INT,
    created_at DATETIME DEFAULT (utc_timestamp() + INTERVAL 9 HOUR),
    PRIMARY KEY (id),
    KEY idx_kb_schedule_logs_schedule (schedule_id),
    KEY idx_kb_schedule_logs_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE dk_room_devices (
    bot_name VARCHAR(191) NOT NULL,
    channel_id VARCHAR(191) NOT NULL,
    device_id VARCHAR(191) NOT NULL,
    room_name VARCHAR(1000) NOT NULL,
    last_seen_at DATETIME(3) NOT NULL,
    PRIMARY KEY (bot_name, channel_id, device_id),
    KEY idx_dk_room_devices_seen (last_seen_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
