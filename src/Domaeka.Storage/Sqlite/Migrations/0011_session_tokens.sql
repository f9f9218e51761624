-- Tokens that phones resume with, as SHA-256. state is held, offered or replaced. Times are UTC, 'yyyy-MM-dd HH:mm:ss.fff'.
CREATE TABLE dk_session_tokens (
    hash VARCHAR(64) PRIMARY KEY NOT NULL,
    bot_name VARCHAR(64) NOT NULL,
    device_id VARCHAR(128) NOT NULL,
    device_uuid VARCHAR(128) NOT NULL,
    state TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);

CREATE INDEX idx_dk_session_tokens_device ON dk_session_tokens (bot_name, device_id);
CREATE INDEX idx_dk_session_tokens_expires ON dk_session_tokens (expires_at);
