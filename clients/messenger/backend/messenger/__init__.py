"""The backend of the messenger: the reference for how a backend integrates Fanwire.

    settings.py   what the environment says
    store.py      tables, and transactions that events leave with
    rooms.py      what users can do: the rules, and whom they tell
    publishing/   how events leave: calls, an outbox, replication, Kafka
    tokens.py     who may connect and subscribe
    api.py        HTTP
    revoke.py     puts a user out: python -m messenger.revoke NAME
"""
