-- Payloads of more than 2 kB are batches of hot entities, mostly random ids, which do not get smaller: compressing them took a
-- fifth of the CPU time that PostgreSQL spends on a flood on one SKU.
alter table event_journal alter column event_payload set storage external;
