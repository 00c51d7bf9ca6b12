create table attempt_counts (
    -- SHA-256 of what is counted, in hexadecimal.
    key         varchar(64) primary key,
    attempts    integer     not null,
    last_at     timestamptz not null,
    -- No further attempt before this; null while nobody has to wait.
    wait_until  timestamptz,
    -- Somebody succeeded here; until then the key is known.
    known_until timestamptz
);

create index attempt_counts_last_at on attempt_counts (last_at);
