-- Addresses from where no connections are taken for a time: 203.0.113.7, or a network with its prefix. Times are UTC.
-- origin is automatic or manual. dk_counters counts the changes as 'blocks'.
CREATE TABLE dk_address_blocks (
    address VARCHAR(49) NOT NULL,
    origin VARCHAR(16) NOT NULL,
    reason VARCHAR(200) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    PRIMARY KEY (address),
    KEY idx_dk_address_blocks_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- Where phones were verified lately, to an hour or so.
CREATE TABLE dk_known_addresses (
    address VARCHAR(49) NOT NULL,
    verified_at DATETIME(3) NOT NULL,
    PRIMARY KEY (address),
    KEY idx_dk_known_addresses_verified (verified_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
