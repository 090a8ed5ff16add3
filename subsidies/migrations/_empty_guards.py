"""What PostgreSQL itself keeps of history, of what was sent and of frozen questions: they are not emptied at once, either.

The triggers of ``_guards``, ``_sent_guards`` and ``_question_guards`` look at rows, which TRUNCATE never does. SQLite has no TRUNCATE.
"""

from ._triggers import Guard

TABLES = ("subsidies_dossierevent", "subsidies_sentcopy", "subsidies_question")
NAME = "is_not_emptied"
NOT_EMPTIED = "what is kept for good is not emptied"

ON_POSTGRESQL = [
    f"""CREATE FUNCTION subsidies_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{NOT_EMPTIED}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    *(
        f"CREATE TRIGGER {NAME} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION subsidies_not_emptied()"
        for table in TABLES
    ),
]
GONE_ON_POSTGRESQL = [
    *(f"DROP TRIGGER {NAME} ON {table}" for table in TABLES),
    "DROP FUNCTION subsidies_not_emptied()",
]

GUARD = Guard([], ON_POSTGRESQL, [], GONE_ON_POSTGRESQL)
PUT_BACK, TAKE_AWAY = GUARD.put_back, GUARD.take_away
