-- The tail: how far each read model has read the journal, which database that was, and the first read model, due times.

-- The offsets, in the shape Pekko Projection's JDBC store wants, with one column of our own: held_offset is what the
-- handler itself wrote last, so that it can tell whether another has moved the offset since it read its page.
create table pekko_projection_offset_store (
    projection_name varchar(255) not null,
    projection_key  varchar(255) not null,
    current_offset  varchar(255) not null,
    manifest        varchar(4) not null,
    mergeable       boolean not null,
    last_updated    bigint not null,
    held_offset     varchar(255) default '0:0' not null,
    primary key (projection_name, projection_key)
);

create table pekko_projection_management (
    projection_name varchar(255) not null,
    projection_key  varchar(255) not null,
    paused          boolean not null,
    last_updated    bigint not null,
    primary key (projection_name, projection_key)
);

-- The database that the journal's transaction ids belong to. The timeline is the first part of a WAL file's name, which
-- changes at once on promotion; what pg_control_checkpoint tells changes only with the next checkpoint.
create table tail_identity (
    only_row          boolean default true primary key check (only_row),
    system_identifier bigint not null,
    timeline          bigint not null
);

insert into tail_identity (system_identifier, timeline)
select system_identifier, ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint
from pg_control_system();

-- When an order must be looked at again. Kind 'settle': it has effects that stock or account may not have carried out;
-- effect is the number of the latest of them.
create table due_time (
    order_id uuid not null,
    kind     text not null,
    slot     smallint not null,
    due_at   timestamptz not null,
    effect   bigint not null,
    primary key (order_id, kind)
);

create index due_time_due_at on due_time (due_at);
