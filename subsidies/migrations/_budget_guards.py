"""What the database itself keeps of budgets and agreements: a round's budget never falls below what was granted of it, and an agreement that
was replaced stays as it was signed.

On PostgreSQL the row of the round is locked before the trigger looks, so that it sees a decision of the same moment. SQLite makes a
table anew when a migration changes it, and its triggers go with the old one: a migration that changes ``Call``, ``Envelope`` or
``PastAgreement`` therefore begins with ``TAKE_AWAY`` and ends with ``PUT_BACK``.
"""

from ._triggers import Guard

CALLS, PAST = "subsidies_call", "subsidies_pastagreement"
LOWERED = "NEW.budget IS NOT NULL AND (OLD.budget IS NULL OR NEW.budget < OLD.budget)"
GRANTED = "EXISTS (SELECT 1 FROM subsidies_envelope e WHERE e.call_id = NEW.id AND e.spent > NEW.budget)"
TOO_LOW, STAYS = (
    "a budget is at least what was granted of it",
    "an agreement that was replaced stays as it was",
)

ON_SQLITE = [
    f"""CREATE TRIGGER budget_holds_what_was_granted BEFORE UPDATE OF budget ON {CALLS} WHEN {LOWERED} AND {GRANTED}
    BEGIN SELECT RAISE(ABORT, '{TOO_LOW}'); END""",
    f"""CREATE TRIGGER past_agreement_stays BEFORE UPDATE ON {PAST}
    BEGIN SELECT RAISE(ABORT, '{STAYS}'); END""",
]
ON_POSTGRESQL = [
    f"""CREATE FUNCTION subsidies_budget_holds() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {LOWERED} AND {GRANTED} THEN
            RAISE EXCEPTION '{TOO_LOW}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER budget_holds_what_was_granted BEFORE UPDATE OF budget ON {CALLS}
    FOR EACH ROW EXECUTE FUNCTION subsidies_budget_holds()""",
    f"""CREATE FUNCTION subsidies_past_agreement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{STAYS}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    f"""CREATE TRIGGER past_agreement_stays BEFORE UPDATE ON {PAST}
    FOR EACH ROW EXECUTE FUNCTION subsidies_past_agreement_stays()""",
]
GONE_ON_SQLITE = [
    "DROP TRIGGER IF EXISTS budget_holds_what_was_granted",
    "DROP TRIGGER IF EXISTS past_agreement_stays",
]
GONE_ON_POSTGRESQL = [
    f"DROP TRIGGER budget_holds_what_was_granted ON {CALLS}",
    "DROP FUNCTION subsidies_budget_holds()",
    f"DROP TRIGGER past_agreement_stays ON {PAST}",
    "DROP FUNCTION subsidies_past_agreement_stays()",
]

GUARD = Guard(ON_SQLITE, ON_POSTGRESQL, GONE_ON_SQLITE, GONE_ON_POSTGRESQL)
PUT_BACK, TAKE_AWAY = GUARD.put_back, GUARD.take_away
