-- Messages on their way, what happened to them, and the schedules' side of it. Times are UTC.

-- A message. What follows behind part_count changes while it is on its way; the row is done when ended_at is set. The content is kept apart, in
-- dk_contents. Those on their way are few; ended ones are listed by the state in which they ended, which does not change any more.
CREATE TABLE dk_outbox (
    seq BIGINT NOT NULL AUTO_INCREMENT,
    id VARCHAR(191) NOT NULL,
    bot_name VARCHAR(191) NOT NULL,
    channel_id VARCHAR(191) NOT NULL,
    kind VARCHAR(32) NOT NULL,
    priority INT NOT NULL,
    redelivery VARCHAR(32) NOT NULL,
    preferred_device_id VARCHAR(191),
    not_before DATETIME(3),
    expire_at DATETIME(3),
    collapse_key VARCHAR(255),
    request_id VARCHAR(255),
    schedule_id BIGINT,
    due_at DATETIME(3),
    created_at DATETIME(3) NOT NULL,
    part_count INT NOT NULL,
    state VARCHAR(32) NOT NULL,
    reason VARCHAR(64),
    is_sending TINYINT(1) NOT NULL DEFAULT 0,
    parts_confirmed INT NOT NULL DEFAULT 0,
    attempts INT NOT NULL DEFAULT 0,
    device_id VARCHAR(191),
    written_at DATETIME(3),
    ended_at DATETIME(3),
    collapsed_into VARCHAR(191),
    end_state VARCHAR(32) AS (CASE WHEN ended_at IS NULL THEN NULL ELSE state END) STORED,
    PRIMARY KEY (seq),
    UNIQUE KEY uq_dk_outbox_id (id),
    KEY idx_dk_outbox_ended_at (ended_at),
    KEY idx_dk_outbox_ended_room (bot_name, channel_id, end_state),
    KEY idx_dk_outbox_ended_bot (bot_name, end_state),
    KEY idx_dk_outbox_ended_state (end_state),
    KEY idx_dk_outbox_schedule (schedule_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- What a message shows, as JSON.
CREATE TABLE dk_contents (
    message_seq BIGINT NOT NULL,
    content LONGTEXT NOT NULL,
    PRIMARY KEY (message_seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- One writing of one part.
CREATE TABLE dk_deliveries (
    message_seq BIGINT NOT NULL,
    part INT NOT NULL,
    attempt INT NOT NULL,
    device_id VARCHAR(191) NOT NULL,
    connection_id VARCHAR(191) NOT NULL,
    state VARCHAR(32) NOT NULL,
    reason VARCHAR(64),
    started_at DATETIME(3) NOT NULL,
    written_at DATETIME(3),
    ended_at DATETIME(3),
    PRIMARY KEY (message_seq, part, attempt)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- The callers' request ids.
CREATE TABLE dk_requests (
    request_id VARCHAR(255) NOT NULL,
    hash VARCHAR(128) NOT NULL,
    message_seq BIGINT NOT NULL,
    created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (request_id),
    KEY idx_dk_requests_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- News for callers that watch. The numbers are given out by dk_commit_order, without gaps.
CREATE TABLE dk_events (
    id BIGINT NOT NULL,
    kind VARCHAR(32) NOT NULL,
    at DATETIME(3) NOT NULL,
    bot_name VARCHAR(191) NOT NULL,
    channel_id VARCHAR(191),
    device_id VARCHAR(191),
    message_id VARCHAR(191),
    state VARCHAR(32),
    reason VARCHAR(64),
    parts_confirmed INT,
    schedule_id BIGINT,
    status VARCHAR(32),
    is_online TINYINT(1),
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- Which phones sit in a room, and by what name they know it.
CREATE TABLE dk_room_devices (
    bot_name VARCHAR(191) NOT NULL,
    channel_id VARCHAR(191) NOT NULL,
    device_id VARCHAR(191) NOT NULL,
    room_name VARCHAR(1000) NOT NULL,
    last_seen_at DATETIME(3) NOT NULL,
    PRIMARY KEY (bot_name, channel_id, device_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- Every occurrence of a schedule that was dealt with: sent (message_seq is set) or skipped (skip_reason is).
CREATE TABLE dk_schedule_runs (
    id BIGINT NOT NULL AUTO_INCREMENT,
    schedule_id BIGINT NOT NULL,
    due_at DATETIME(3) NOT NULL,
    started_at DATETIME(3) NOT NULL,
    is_manual TINYINT(1) NOT NULL DEFAULT 0,
    message_seq BIGINT,
    skip_reason VARCHAR(64),
    skip_detail TEXT,
    PRIMARY KEY (id),
    UNIQUE KEY uq_dk_schedule_runs (schedule_id, due_at),
    KEY idx_dk_schedule_runs_message (message_seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
