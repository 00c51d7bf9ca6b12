-- A rule without an account is for everybody, with and without credentials.
alter table acl_rules alter column user_id drop not null;
create unique index acl_rules_everybody_unique on acl_rules (repository) where user_id is null;

-- Names of deleted accounts: repositories and rules of others may still speak of them.
create table retired_names (
    username   varchar(64) primary key,
    retired_at timestamptz not null
);

create table audit_log (
    id      bigint generated always as identity primary key,
    at      timestamptz   not null,
    action  varchar(40)   not null,
    -- Who did it; null when nobody was authenticated.
    actor   varchar(64),
    -- The account, key or other thing that it was done to.
    subject varchar(255),
    origin  varchar(64)   not null,
    detail  varchar(1000) not null
);

create index audit_log_at on audit_log (at);
create index audit_log_actor on audit_log (actor, id);
create index audit_log_subject on audit_log (subject, id);

-- Entries are added and, at the end of their retention, removed by who says so for the transaction.
create function audit_log_only_grows() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and current_setting('vm_registry.audit_retention', true) = 'on' then
        return old;
    end if;
    raise exception 'audit_log only grows: % is refused', tg_op;
end
$$;

create trigger audit_log_only_grows before update or delete on audit_log
    for each row execute function audit_log_only_grows();
create trigger audit_log_is_not_emptied before truncate on audit_log
    for each statement execute function audit_log_only_grows();
