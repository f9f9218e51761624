-- Addresses from where no connections are taken for a time: 203.0.113.7, or a network with its prefix. Times are UTC, 'yyyy-MM-dd HH:mm:ss.fff'.
-- origin is automatic or manual. dk_counters counts the changes as 'blocks'.
CREATE TABLE dk_address_blocks (
    address VARCHAR(49) PRIMARY KEY NOT NULL,
    origin TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);

CREATE INDEX idx_dk_address_blocks_expires ON dk_address_blocks (expires_at);

-- Where phones were verified lately, to an hour or so.
CREATE TABLE dk_known_addresses (
    address VARCHAR(49) PRIMARY KEY NOT NULL,
    verified_at TEXT NOT NULL
);

CREATE INDEX idx_dk_known_addresses_verified ON dk_known_addresses (verified_at);
