-- Which of several server processes on this database does what. Times are UTC, by the database's clock.

-- One run of a server process. Its number is never given out again: what is done in its name is refused once ended_at is set.
CREATE TABLE dk_instances (
    id BIGINT NOT NULL AUTO_INCREMENT,
    process_name VARCHAR(100) NOT NULL,
    started_at DATETIME(3) NOT NULL,
    lease_until DATETIME(3) NOT NULL,
    ended_at DATETIME(3),
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- Whose the messages to a room are. A room that never had one has no row.
CREATE TABLE dk_lanes (
    bot_name VARCHAR(191) NOT NULL,
    channel_id VARCHAR(191) NOT NULL,
    instance_id BIGINT NOT NULL,
    PRIMARY KEY (bot_name, channel_id),
    KEY idx_dk_lanes_instance (instance_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- What one process has to tell another.
CREATE TABLE dk_mail (
    id BIGINT NOT NULL AUTO_INCREMENT,
    instance_id BIGINT NOT NULL,
    kind VARCHAR(32) NOT NULL,
    from_instance BIGINT NOT NULL,
    bot_name VARCHAR(191),
    channel_id VARCHAR(191),
    message_seq BIGINT,
    argument VARCHAR(255),
    posted_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    KEY idx_dk_mail_instance (instance_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- Where the connected phones are.
CREATE TABLE dk_phones (
    bot_name VARCHAR(191) NOT NULL,
    device_id VARCHAR(191) NOT NULL,
    instance_id BIGINT NOT NULL,
    connection_id VARCHAR(64) NOT NULL,
    claimed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (bot_name, device_id),
    KEY idx_dk_phones_instance (instance_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- Numbers that only grow: 'phones' counts the changes of dk_phones.
CREATE TABLE dk_counters (
    name VARCHAR(64) NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
