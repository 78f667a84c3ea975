-- The journal: the tables of Pekko Persistence JDBC (event_journal, event_tag, snapshot), with the transaction id that
-- lets the tail read rows in commit order without a gap, and the references that name orders.

create table event_journal (
    ordering           bigserial not null,
    persistence_id     varchar(255) collate "C" not null,
    sequence_number    bigint not null,
    deleted            boolean default false not null,
    writer             varchar(255) not null,
    write_timestamp    bigint not null,
    adapter_manifest   varchar(255) not null,
    event_ser_id       integer not null,
    event_ser_manifest varchar(255) not null,
    event_payload      bytea not null,
    meta_ser_id        integer,
    meta_ser_manifest  varchar(255),
    meta_payload       bytea,
    xact               xid8 default pg_current_xact_id() not null,
    primary key (persistence_id, sequence_number) -- the fence: of two owners of an entity only one commits
);

create index event_journal_commit_order on event_journal (xact, ordering);

create table event_tag (
    event_id        bigint,
    persistence_id  varchar(255),
    sequence_number bigint,
    tag             varchar(255) not null,
    primary key (persistence_id, sequence_number, tag),
    foreign key (persistence_id, sequence_number) references event_journal (persistence_id, sequence_number) on delete cascade
);

create table snapshot (
    persistence_id       varchar(255) collate "C" not null,
    sequence_number      bigint not null,
    created              bigint not null,
    snapshot_ser_id      integer not null,
    snapshot_ser_manifest varchar(255) not null,
    snapshot_payload     bytea not null,
    meta_ser_id          integer,
    meta_ser_manifest    varchar(255),
    meta_payload         bytea,
    primary key (persistence_id, sequence_number)
);

-- A name that a caller gave an order: 'k|<hash>' for an idempotency key of an API key, 'x|<channel>|<external id>' for a
-- channel's own id. Exists if and only if the order does.
create table reference (
    name        text collate "C" primary key,
    slot        smallint not null,
    order_id    uuid not null,
    fingerprint text not null,
    expires_at  timestamptz -- null: never
);

create index reference_expiry on reference (expires_at) where expires_at is not null;

-- Appends births: takes their references, inserts event 1 of every order whose references are all its own, gives the
-- references of the others back. Asking again with the same arrays has no further effect and the same answer: a birth is
-- known again by its writer, which is its order's id. Returns for each order:
--   placed     event 1 is this birth
--   abandoned  event 1 is another: the order never was and never will be
--   taken      a reference belongs to another order
--   again      a reference was held by a transaction that has since given it back: ask again
create function place_births(
    ref_names text[], ref_slots smallint[], ref_orders uuid[], ref_prints text[], ref_expiries timestamptz[],
    orders uuid[], payloads bytea[], written_at bigint[], serializer integer, manifest text)
returns table (born uuid, outcome text)
language plpgsql as $$
declare
    affected bigint;
    refused  uuid[] := '{}';
    unclear  uuid[] := '{}';
    failed   uuid[] := '{}';
begin
    insert into reference (name, slot, order_id, fingerprint, expires_at)
    select r.name, r.slot, r.order_id, r.print, r.expires_at
    from unnest(ref_names, ref_slots, ref_orders, ref_prints, ref_expiries) as r (name, slot, order_id, print, expires_at)
    order by r.name collate "C"
    on conflict (name) do nothing;
    get diagnostics affected = row_count;

    if affected < cardinality(ref_names) then
        delete from reference where name = any (ref_names) and expires_at < now();
        get diagnostics affected = row_count;
        if affected > 0 then
            insert into reference (name, slot, order_id, fingerprint, expires_at)
            select r.name, r.slot, r.order_id, r.print, r.expires_at
            from unnest(ref_names, ref_slots, ref_orders, ref_prints, ref_expiries) as r (name, slot, order_id, print, expires_at)
            order by r.name collate "C"
            on conflict (name) do nothing;
        end if;
        select coalesce(array_agg(distinct wanted.order_id) filter (where held.order_id is not null), '{}'),
               coalesce(array_agg(distinct wanted.order_id) filter (where held.order_id is null), '{}')
        into refused, unclear
        from unnest(ref_names, ref_orders) as wanted (name, order_id)
        left join reference held on held.name = wanted.name
        where held.order_id is distinct from wanted.order_id;
    end if;

    insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                               event_ser_id, event_ser_manifest, event_payload)
    select 'o|' || b.order_id, 1, b.order_id::text, b.written_at, '', serializer, manifest, b.payload
    from unnest(orders, payloads, written_at) as b (order_id, payload, written_at)
    where b.order_id <> all (refused) and b.order_id <> all (unclear)
    order by b.order_id
    on conflict (persistence_id, sequence_number) do nothing;
    get diagnostics affected = row_count;

    if affected = cardinality(orders) then
        return query select b.order_id, 'placed' from unnest(orders) as b (order_id);
        return;
    end if;

    select coalesce(array_agg(b.order_id), '{}') into failed
    from unnest(orders) as b (order_id)
    where not exists (select 1 from event_journal j
                      where j.persistence_id = 'o|' || b.order_id and j.sequence_number = 1 and j.writer = b.order_id::text);

    -- A reference never outlives the transaction that failed to bear its order.
    delete from reference where name = any (ref_names) and order_id = any (failed);

    return query
        select b.order_id,
               case when b.order_id <> all (failed) then 'placed'
                    when b.order_id = any (refused) then 'taken'
                    when b.order_id = any (unclear) then 'again'
                    else 'abandoned' end
        from unnest(orders) as b (order_id);
end
$$;
