-- What a user would write instead of Sluice: the whole order in one function, one round trip and one transaction. Its tables
-- have the one index that each needs, and room in their pages for updates that touch no index (HOT).

create table sku (
    id    text collate "C" primary key,
    stock bigint not null
) with (fillfactor = 50);

create table account (
    id           text collate "C" primary key,
    credit_limit bigint not null, -- minor units
    exposure     bigint not null
) with (fillfactor = 50);

create table orders (
    id          uuid primary key, -- time-ordered, so that the index grows at its end
    account     text,
    channel     text not null,
    external_id text,
    po_number   text,
    currency    text not null,
    total       bigint not null, -- minor units
    status      text not null default 'SUBMITTED',
    placed_by   text not null,
    placed_at   timestamptz not null default now()
);

create table order_line (
    order_id   uuid not null,
    line       integer not null,
    sku        text not null,
    quantity   bigint not null,
    unit_price numeric not null,
    total      bigint not null, -- minor units
    primary key (order_id, line)
);

create table audit (
    order_id uuid not null,
    version  integer not null,
    at       timestamptz not null default now(),
    by       text not null,
    request  text,
    event    text not null,
    primary key (order_id, version)
);

-- Places one order, or raises SL001 (credit) or SL002 (stock, the SKU as its message) and leaves nothing. Claims come sorted by
-- SKU, each SKU once: no two orders can lock each other out. An order that is likely to be refused is checked before it is
-- written, since what a rolled-back transaction wrote stays until a vacuum; then the SKU that is short is returned.
create function place_order(
    new_id uuid, of_account text, of_channel text, of_external_id text, of_po_number text, of_currency text, of_total bigint,
    caller text, of_request text,
    skus text[], quantities bigint[], prices numeric[], totals bigint[],
    claim_skus text[], claim_quantities bigint[], check_first boolean)
returns text
language plpgsql as $$
begin
    if check_first then
        for i in 1 .. cardinality(claim_skus) loop
            perform from sku where id = claim_skus[i] and stock >= claim_quantities[i];
            if not found then
                return claim_skus[i];
            end if;
        end loop;
    end if;

    insert into orders (id, account, channel, external_id, po_number, currency, total, placed_by)
    values (new_id, of_account, of_channel, of_external_id, of_po_number, of_currency, of_total, caller);

    if cardinality(skus) = 1 then
        insert into order_line (order_id, line, sku, quantity, unit_price, total)
        values (new_id, 1, skus[1], quantities[1], prices[1], totals[1]);
    else
        insert into order_line (order_id, line, sku, quantity, unit_price, total)
        select new_id, l.line, l.sku, l.quantity, l.price, l.total
        from unnest(skus, quantities, prices, totals) with ordinality as l (sku, quantity, price, total, line);
    end if;

    insert into audit (order_id, version, by, request, event) values (new_id, 1, caller, of_request, 'PLACED');

    if of_account is not null then
        update account set exposure = exposure + of_total where id = of_account and exposure + of_total <= credit_limit;
        if not found then
            raise exception using errcode = 'SL001', message = of_account;
        end if;
    end if;

    for i in 1 .. cardinality(claim_skus) loop
        update sku set stock = stock - claim_quantities[i] where id = claim_skus[i] and stock >= claim_quantities[i];
        if not found then
            raise exception using errcode = 'SL002', message = claim_skus[i];
        end if;
    end loop;
    return null;
end
$$;

-- Places many orders in one transaction, if there is stock and credit for all of them together; else raises SL003 and leaves
-- nothing. Sums come sorted by account and by SKU, each once, and rows are locked in that sequence.
create function place_orders(
    new_ids uuid[], of_accounts text[], of_channels text[], of_currencies text[], of_totals bigint[], callers text[],
    line_orders uuid[], lines integer[], skus text[], quantities bigint[], prices numeric[], totals bigint[],
    account_ids text[], account_sums bigint[], sku_ids text[], sku_sums bigint[])
returns void
language plpgsql as $$
declare
    affected bigint;
begin
    insert into orders (id, account, channel, currency, total, placed_by)
    select * from unnest(new_ids, of_accounts, of_channels, of_currencies, of_totals, callers);

    insert into order_line (order_id, line, sku, quantity, unit_price, total)
    select * from unnest(line_orders, lines, skus, quantities, prices, totals);

    insert into audit (order_id, version, by, event)
    select o.id, 1, o.caller, 'PLACED' from unnest(new_ids, callers) as o (id, caller);

    if cardinality(account_ids) > 0 then
        perform from account where id = any (account_ids) order by id for no key update;
        update account set exposure = exposure + s.total
        from unnest(account_ids, account_sums) as s (id, total)
        where account.id = s.id and exposure + s.total <= credit_limit;
        get diagnostics affected = row_count;
        if affected < cardinality(account_ids) then
            raise exception using errcode = 'SL003', message = 'credit';
        end if;
    end if;

    perform from sku where id = any (sku_ids) order by id for no key update;
    update sku set stock = stock - s.quantity
    from unnest(sku_ids, sku_sums) as s (id, quantity)
    where sku.id = s.id and stock >= s.quantity;
    get diagnostics affected = row_count;
    if affected < cardinality(sku_ids) then
        raise exception using errcode = 'SL003', message = 'stock';
    end if;
end
$$;
