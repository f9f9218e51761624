-- What the server keeps of schedules beside kb_schedule, which the shop owns. Times are UTC.

-- At most one row for a schedule. Where there are triggers, they set timed_at when a row is inserted or its times are changed, and resumed_at when
-- it becomes active again, so that both are known for what happens while the server is down.
CREATE TABLE dk_schedules (
    schedule_id BIGINT NOT NULL,
    cron VARCHAR(500),
    misfire VARCHAR(32),
    misfire_seconds BIGINT,
    ttl_seconds BIGINT,
    timed_at DATETIME(3),
    resumed_at DATETIME(3),
    request_id VARCHAR(255),
    request_hash VARCHAR(128),
    requested_at DATETIME(3),
    PRIMARY KEY (schedule_id),
    UNIQUE KEY uq_dk_schedules_request (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- Which rows of kb_schedule were inserted, changed or deleted, by whomever. Numbers may become visible out of their order.
CREATE TABLE dk_schedule_changes (
    id BIGINT NOT NULL AUTO_INCREMENT,
    schedule_id BIGINT NOT NULL,
    changed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
