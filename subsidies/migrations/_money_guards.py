"""What the database itself keeps of money: an agreement is about exactly what was granted.

SQLite makes a table anew when a migration changes it, and its triggers go with the old one. A migration that changes ``Agreement``
therefore begins with ``TAKE_AWAY`` and ends with ``PUT_BACK``.
"""

from ._triggers import Guard

AGREEMENTS = "subsidies_agreement"
GRANTED = "SELECT 1 FROM subsidies_dossier d WHERE d.id = NEW.dossier_id AND d.granted = NEW.amount"
SAID = "an agreement is about what was granted"

ON_SQLITE = [
    f"""CREATE TRIGGER agreement_is_what_was_granted_{what.lower()} BEFORE {what} ON {AGREEMENTS}
    WHEN NOT EXISTS ({GRANTED}) BEGIN SELECT RAISE(ABORT, '{SAID}'); END"""
    for what in ("INSERT", "UPDATE")
]
ON_POSTGRESQL = [
    f"""CREATE FUNCTION subsidies_agreement_is_granted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS ({GRANTED}) THEN
            RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER agreement_is_what_was_granted BEFORE INSERT OR UPDATE ON {AGREEMENTS}
    FOR EACH ROW EXECUTE FUNCTION subsidies_agreement_is_granted()""",
]
GONE_ON_SQLITE = [
    f"DROP TRIGGER IF EXISTS agreement_is_what_was_granted_{what}" for what in ("insert", "update")
]
GONE_ON_POSTGRESQL = [
    f"DROP TRIGGER agreement_is_what_was_granted ON {AGREEMENTS}",
    "DROP FUNCTION subsidies_agreement_is_granted()",
]

GUARD = Guard(ON_SQLITE, ON_POSTGRESQL, GONE_ON_SQLITE, GONE_ON_POSTGRESQL)
PUT_BACK, TAKE_AWAY = GUARD.put_back, GUARD.take_away
