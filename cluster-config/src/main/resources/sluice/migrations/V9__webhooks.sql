-- Webhook endpoints, and how far each has got. Who delivers to one is its owner, who marks the row as its own in the statement that reads
-- it; whoever marked it before can write nothing more.
create table webhook_endpoint (
    endpoint_id   text collate "C" primary key,
    url           text not null,
    events        text not null,             -- patterns of event types, separated by spaces
    account       text collate "C",          -- whose events it gets, and who owns it; null: everybody's
    description   text,
    concurrency   integer not null,
    per_second    integer not null,
    version       bigint not null,           -- client-visible changes
    change        bigint not null,           -- whatever its owner has to read anew
    created_by    text not null,
    created_at    timestamptz not null,
    deleted_at    timestamptz,               -- its rows are swept later, in pages
    status        text not null,
    failing_since timestamptz,
    position      bigint not null,           -- below or at which every event has had its first attempt
    flushes       bigint not null default 0, -- the number of the last flush
    owner         uuid
);

create index webhook_endpoint_created on webhook_endpoint (created_at, endpoint_id) where deleted_at is null;

-- The secrets that its deliveries are signed with, sealed: the highest number is the current one, one before it is valid until its time.
create table webhook_secret (
    endpoint_id text collate "C" not null references webhook_endpoint on delete cascade,
    number      integer not null,
    sealed      bytea not null,
    valid_until timestamptz,
    primary key (endpoint_id, number)
);

-- What was asked of the owner of an endpoint and is not carried out yet. Taken out by the flush that holds its effect.
create table webhook_wish (
    endpoint_id text collate "C" not null references webhook_endpoint on delete cascade,
    number      bigint not null,
    kind        text not null,               -- ENABLE, DISABLE, SEND_AGAIN, RECOVER, REPLAY, TEST
    position    bigint,
    event_id    text,                        -- of a test
    asked_at    timestamptz not null,
    primary key (endpoint_id, number)
);

-- Events that are to be attempted again, and when.
create table webhook_retry (
    endpoint_id text collate "C" not null,
    position    bigint not null,
    made        integer not null,
    due         timestamptz not null,
    primary key (endpoint_id, position)
);

create index webhook_retry_due on webhook_retry (endpoint_id, due, position);

-- The log of deliveries: every attempt, by when its owner began and the number that it gave it, which is their order.
create table webhook_attempt (
    endpoint_id text collate "C" not null,
    incarnation bigint not null,
    number      bigint not null,
    position    bigint,                      -- null for a test
    event_id    text not null,
    event_type  text not null,
    kind        text not null,               -- FIRST, RETRY, TEST
    made        integer not null,            -- attempts before it, as far as the schedule is concerned
    started_at  timestamptz not null,
    took_millis integer not null,
    status      integer,                     -- of the answer; null where there was none
    delivered   boolean not null,
    exhausted   boolean not null,            -- its attempts are used up
    next_due    timestamptz,
    answer      text,                        -- the first 4 KB of the answer's body
    error       text,
    primary key (endpoint_id, incarnation, number)
);

create index webhook_attempt_event on webhook_attempt (endpoint_id, event_id);
create index webhook_attempt_exhausted on webhook_attempt (endpoint_id, position) where exhausted;
-- Rows lie in the order of their time, so that a few pages of this index lead to what is too old to be kept.
create index webhook_attempt_started on webhook_attempt using brin (started_at) with (autosummarize = on);
