-- API keys once more, with when each was last used (kept to about a minute), and which request made it.
CREATE TABLE dk_api_keys (
    id VARCHAR(64) NOT NULL,
    name VARCHAR(255) NOT NULL,
    hash VARCHAR(128) NOT NULL,
    scopes VARCHAR(255) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    expires_at DATETIME(3),
    revoked_at DATETIME(3),
    last_used_at DATETIME(3),
    request_id VARCHAR(128),
    request_hash VARCHAR(64),
    PRIMARY KEY (id),
    UNIQUE KEY uq_dk_api_keys_hash (hash),
    UNIQUE KEY uq_dk_api_keys_request (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
