create table users (
    id                 bigint generated always as identity primary key,
    username           varchar(64)  not null constraint users_username_unique unique,
    password_hash      varchar(100) not null,
    -- Raised when the password changes or the account is disabled: refresh tokens of an older version are void.
    credential_version integer      not null default 1,
    admin              boolean      not null default false,
    created_at         timestamptz  not null,
    disabled_at        timestamptz
);

create table acl_rules (
    id         bigint generated always as identity primary key,
    user_id    bigint       not null references users (id) on delete cascade,
    repository varchar(255) not null,
    -- '*' or a comma-separated list of pull, push, delete
    actions    varchar(64)  not null,
    created_at timestamptz  not null,
    constraint acl_rules_repository_unique unique (user_id, repository)
);

create table refresh_tokens (
    id                 bigint generated always as identity primary key,
    user_id            bigint      not null references users (id) on delete cascade,
    -- All tokens that descend from one login.
    family             uuid        not null,
    -- SHA-256 of the token, in hexadecimal. The token itself is not stored.
    token_hash         varchar(64) not null constraint refresh_tokens_hash_unique unique,
    -- An offline token is used many times; any other is exchanged once.
    offline            boolean     not null,
    credential_version integer     not null,
    issued_at          timestamptz not null,
    -- The same for the whole family: rotation does not extend a login.
    expires_at         timestamptz not null,
    exchanged_at       timestamptz,
    revoked_at         timestamptz
);

create index refresh_tokens_family on refresh_tokens (family);
create index refresh_tokens_user on refresh_tokens (user_id);
create index refresh_tokens_expiry on refresh_tokens (expires_at);
