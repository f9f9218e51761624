-- Tables of this server's own. {exact} is a collation that compares by bytes and counts blanks at the end: what differs on SQLite differs here.

CREATE TABLE dk_api_keys (
    id VARCHAR(64) NOT NULL,
    name VARCHAR(255) NOT NULL,
    hash VARCHAR(128) NOT NULL,
    scopes VARCHAR(255) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    expires_at DATETIME(3),
    revoked_at DATETIME(3),
    PRIMARY KEY (id),
    UNIQUE KEY uq_dk_api_keys_hash (hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

CREATE TABLE dk_health (
    id VARCHAR(64) NOT NULL,
    checked_at DATETIME(3) NOT NULL,
    ballast LONGBLOB,
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- Readers follow the numbers of dk_events and kb_chat_logs, so those must become visible in their order. Whoever inserts locks the row of that name
-- first, 'chat' before 'events', and holds it until the commit. last_id is the newest number that was given out, where it is given out here.
CREATE TABLE dk_commit_order (
    name VARCHAR(32) NOT NULL,
    last_id BIGINT NOT NULL,
    PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- The newest transaction of each writing process, so that one whose connection broke while it committed can find out what became of it.
CREATE TABLE dk_commits (
    writer VARCHAR(64) NOT NULL,
    number BIGINT NOT NULL,
    committed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (writer)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
