-- Outgoing events: what webhooks and the event stream send, each once, as it is sent. Read after a position, nothing is ever missed: an
-- event's position is given by the one row of outgoing_event_end, which stays locked until the event is committed, so events become
-- visible in the order of their positions.
create table outgoing_event (
    position    bigint primary key,
    id          text not null unique,        -- the same for ever, also when the journal is read again
    type        text not null,               -- order.shipped
    subject     text collate "C" not null,   -- order/019a…: events of one subject go in their order
    account     text collate "C",            -- whose event it is; null where it is nobody's
    sequence    bigint not null,             -- the subject's version
    occurred_at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(), -- when it got its position; never falls, whatever the clock does
    body        text not null                -- the JSON that is sent
);

-- How long an event is kept counts from here. Recorded in the order of positions, so a few pages say where a time begins, and inserting costs next to nothing.
create index outgoing_event_recorded on outgoing_event (recorded_at, position);

-- The position of the last event.
create table outgoing_event_end (
    one  boolean primary key default true check (one), -- there is only one
    last bigint not null
);

insert into outgoing_event_end (last) values (0);
