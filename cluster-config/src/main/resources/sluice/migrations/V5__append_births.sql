-- Appends births as place_births does, and cheaper where, as nearly always, nothing stands in the way: a plain insert needs no
-- second WAL record to confirm each row. Where a key is taken, by this birth's own ghost, an Abandoned or another's reference,
-- nothing of the attempt stays and place_births decides. Returns the orders that place_births was asked about, with their
-- outcomes; without any, all are placed.
create function append_births(
    ref_names text[], ref_slots smallint[], ref_orders uuid[], ref_prints text[], ref_expiries timestamptz[],
    orders uuid[], payloads bytea[], written_at bigint[], serializer integer, manifest text)
returns table (born uuid, outcome text)
language plpgsql as $$
begin
    begin
        if cardinality(ref_names) > 0 then
            insert into reference (name, slot, order_id, fingerprint, expires_at)
            select r.name, r.slot, r.order_id, r.print, r.expires_at
            from unnest(ref_names, ref_slots, ref_orders, ref_prints, ref_expiries) as r (name, slot, order_id, print, expires_at)
            order by r.name collate "C";
        end if;
        insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                                   event_ser_id, event_ser_manifest, event_payload)
        select 'o|' || b.order_id, 1, b.order_id::text, b.written_at, '', serializer, manifest, b.payload
        from unnest(orders, payloads, written_at) as b (order_id, payload, written_at)
        order by b.order_id;
        return;
    exception when unique_violation then
        null;
    end;
    return query select p.born, p.outcome from place_births(
        ref_names, ref_slots, ref_orders, ref_prints, ref_expiries, orders, payloads, written_at, serializer, manifest) as p;
end
$$;
