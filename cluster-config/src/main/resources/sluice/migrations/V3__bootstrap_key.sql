-- The key with every scope that was made on a first start. Its secret is nowhere; presented keys are compared by hash.
create table bootstrap_key (
    one        boolean primary key default true check (one), -- there is only one
    key_id     text not null,
    hash       bytea not null, -- SHA-256 of the whole key
    created_at timestamptz not null default now()
);
