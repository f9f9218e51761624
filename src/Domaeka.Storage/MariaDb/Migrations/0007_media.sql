-- Pictures that wait to be sent, known by the SHA-256 of their content: any of several processes may have to send them.
CREATE TABLE dk_media (
    hash CHAR(64) NOT NULL,
    length BIGINT NOT NULL,
    used_at DATETIME(3) NOT NULL,
    PRIMARY KEY (hash),
    KEY idx_dk_media_used (used_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};

-- Their contents in pieces, so that max_allowed_packet is no limit to a picture.
CREATE TABLE dk_media_pieces (
    hash CHAR(64) NOT NULL,
    number INT NOT NULL,
    content MEDIUMBLOB NOT NULL,
    PRIMARY KEY (hash, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
