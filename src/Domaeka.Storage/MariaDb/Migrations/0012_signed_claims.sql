-- The phones' connections once more, with the newest time that the phone had signed, by its own clock, when it was claimed.
CREATE TABLE dk_phones (
    bot_name VARCHAR(191) NOT NULL,
    device_id VARCHAR(191) NOT NULL,
    instance_id BIGINT NOT NULL,
    connection_id VARCHAR(64) NOT NULL,
    claimed_at DATETIME(3) NOT NULL,
    signed_at DATETIME(3),
    PRIMARY KEY (bot_name, device_id),
    KEY idx_dk_phones_instance (instance_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
