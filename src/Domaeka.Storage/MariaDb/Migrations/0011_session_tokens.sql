-- Tokens that phones resume with, as SHA-256. state is held, offered or replaced. Times are UTC.
CREATE TABLE dk_session_tokens (
    hash VARCHAR(64) NOT NULL,
    bot_name VARCHAR(64) NOT NULL,
    device_id VARCHAR(128) NOT NULL,
    device_uuid VARCHAR(128) NOT NULL,
    state VARCHAR(16) NOT NULL,
    issued_at DATETIME(3) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    PRIMARY KEY (hash),
    KEY idx_dk_session_tokens_device (bot_name, device_id),
    KEY idx_dk_session_tokens_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
