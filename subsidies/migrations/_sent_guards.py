"""What the database itself keeps of what was sent: it is added, and never changed or removed. Only a name may be taken out.

SQLite makes a table anew when a migration changes it, and its triggers go with the old one. A migration that changes ``SentCopy``
therefore begins with ``TAKE_AWAY`` and ends with ``PUT_BACK``.
"""

from ._triggers import Guard

COPIES = "subsidies_sentcopy"
SAME = " AND ".join(
    f"NEW.{name} = OLD.{name}"
    for name in ("id", "dossier_id", "version", "number", "sent_at", "content", "sha256")
)
FORGOTTEN = (
    "(NEW.sender_id IS NULL OR COALESCE(NEW.sender_id = OLD.sender_id, FALSE)) "
    "AND (NEW.sender_name = OLD.sender_name OR NEW.sender_name = 'voormalig lid')"
)
NOT_CHANGED, NOT_REMOVED = "what was sent is not changed", "what was sent is not thrown away"

NO_DELETE = f"""CREATE TRIGGER sent_copy_is_not_removed BEFORE DELETE ON {COPIES}
    BEGIN SELECT RAISE(ABORT, '{NOT_REMOVED}'); END"""
ON_SQLITE = [
    f"""CREATE TRIGGER sent_copy_is_not_changed BEFORE UPDATE ON {COPIES} WHEN NOT ({SAME} AND {FORGOTTEN})
    BEGIN SELECT RAISE(ABORT, '{NOT_CHANGED}'); END""",
    NO_DELETE,
]
ON_POSTGRESQL = [
    f"""CREATE FUNCTION subsidies_sent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION '{NOT_REMOVED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NOT ({SAME} AND {FORGOTTEN}) THEN
            RAISE EXCEPTION '{NOT_CHANGED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER sent_copy_is_not_changed BEFORE UPDATE OR DELETE ON {COPIES}
    FOR EACH ROW EXECUTE FUNCTION subsidies_sent_stays()""",
]
GONE_ON_SQLITE = [
    "DROP TRIGGER IF EXISTS sent_copy_is_not_changed",
    "DROP TRIGGER IF EXISTS sent_copy_is_not_removed",
]
GONE_ON_POSTGRESQL = [
    f"DROP TRIGGER sent_copy_is_not_changed ON {COPIES}",
    "DROP FUNCTION subsidies_sent_stays()",
]

GUARD = Guard(ON_SQLITE, ON_POSTGRESQL, GONE_ON_SQLITE, GONE_ON_POSTGRESQL)
PUT_BACK, TAKE_AWAY = GUARD.put_back, GUARD.take_away
