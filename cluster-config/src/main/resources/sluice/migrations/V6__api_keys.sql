-- API keys. Of their secrets only hashes are here, and answers that hold one are sealed: who reads all of this can use no key.

create table api_key (
    key_id           text primary key,
    name             text not null,
    version          bigint not null,      -- counts what clients can see change
    hash             bytea not null,       -- SHA-256 of the whole key
    previous_hash    bytea,                -- of the key as it was before it was rotated, which counts
    previous_until   timestamptz,          -- until then
    scopes           text not null,        -- as in the API, with spaces between
    account          text,
    contact          text,
    channel          text,
    rate_per_second  integer,
    rate_burst       integer,
    rate_concurrency integer,
    created_by       text not null,        -- the id of a key, as are all of these
    created_at       timestamptz not null,
    expires_at       timestamptz,
    revoked_at       timestamptz,
    check ((previous_hash is null) = (previous_until is null)),
    check ((rate_per_second is null) = (rate_burst is null) and (rate_burst is null) = (rate_concurrency is null))
);

create index api_key_newest on api_key (created_at desc, key_id desc);

-- Changes with every change of the table above, in the same transaction, whoever makes it: a node that sees it unchanged
-- knows that it has missed nothing, in whatever order transactions begin and commit, and after the database was restored.
create table api_key_mark (
    only_row boolean primary key default true check (only_row),
    mark     uuid not null
);

insert into api_key_mark (mark) values (gen_random_uuid());

create function mark_api_keys() returns trigger language plpgsql as $$
begin
    update api_key_mark set mark = gen_random_uuid();
    return null;
end
$$;

create trigger api_key_changed after insert or update or delete or truncate on api_key
    for each statement execute function mark_api_keys();

-- When a key was last used, about a minute behind. A table of its own, so that uses mark no change.
create table api_key_use (
    key_id       text primary key references api_key on delete cascade,
    last_used_at timestamptz not null
);

-- Who changed which key, from which request, and how. Holds no secrets; nothing is ever taken out of it.
create table api_key_event (
    key_id     text not null,
    sequence   bigint not null,            -- the version of the key that it made
    type       text not null,
    at         timestamptz not null,
    by         text not null,
    request_id text,
    change     jsonb not null,             -- the fields that changed, each with "old" and "new"
    primary key (key_id, sequence)
);

-- First answers to requests under an idempotency key, for 48 hours. They hold the secret of a key, so each is sealed (AES-256-GCM)
-- under a secret that only its caller has: the caller's own API key.
create table api_key_answer (
    name        text primary key,          -- digest of the caller's id, the key asked about, and the idempotency key
    fingerprint text not null,             -- of what was asked
    key_id      text not null,
    version     bigint not null,
    sealed      bytea not null,
    recorded_at timestamptz not null
);

create index api_key_answer_recorded on api_key_answer (recorded_at);
