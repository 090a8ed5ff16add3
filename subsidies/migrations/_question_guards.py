"""What the database itself keeps of the questions of a round: they are frozen once somebody began a dossier for it.

On PostgreSQL the round is locked first: a dossier that begins in the same moment is waited for, and then seen.
"""

from ._triggers import Guard

QUESTIONS = "subsidies_question"
FROZEN = "the questions of a round with dossiers are frozen"


def begun(row: str) -> str:
    """Whether there is a dossier for the round of ``row`` (NEW or OLD)."""
    return f"EXISTS (SELECT 1 FROM subsidies_dossier d WHERE d.call_id = {row}.call_id)"  # noqa: S608 - our own words


def on_sqlite(name: str, event: str, when: str) -> str:
    """One trigger."""
    return f"""CREATE TRIGGER {name} BEFORE {event} ON {QUESTIONS} WHEN {when}
    BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"""


NO_DELETE = on_sqlite("question_is_not_removed", "DELETE", begun("OLD"))
ON_SQLITE = [
    on_sqlite("question_is_not_added", "INSERT", begun("NEW")),
    on_sqlite("question_is_not_changed", "UPDATE", f"{begun('OLD')} OR {begun('NEW')}"),
    NO_DELETE,
]
ON_POSTGRESQL = [
    f"""CREATE FUNCTION subsidies_questions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        rounds bigint[];
    BEGIN
        IF TG_OP = 'INSERT' THEN
            rounds := ARRAY[NEW.call_id];
        ELSIF TG_OP = 'DELETE' THEN
            rounds := ARRAY[OLD.call_id];
        ELSE
            rounds := ARRAY[OLD.call_id, NEW.call_id];
        END IF;
        PERFORM 1 FROM subsidies_call c WHERE c.id = ANY(rounds) ORDER BY c.id FOR UPDATE;
        IF EXISTS (SELECT 1 FROM subsidies_dossier d WHERE d.call_id = ANY(rounds)) THEN
            RAISE EXCEPTION '{FROZEN}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END $$""",  # noqa: S608 - our own words
    f"""CREATE TRIGGER questions_are_frozen BEFORE INSERT OR UPDATE OR DELETE ON {QUESTIONS}
    FOR EACH ROW EXECUTE FUNCTION subsidies_questions_stay()""",
]
GONE_ON_SQLITE = [
    "DROP TRIGGER IF EXISTS question_is_not_added",
    "DROP TRIGGER IF EXISTS question_is_not_changed",
    "DROP TRIGGER IF EXISTS question_is_not_removed",
]
GONE_ON_POSTGRESQL = [
    f"DROP TRIGGER questions_are_frozen ON {QUESTIONS}",
    "DROP FUNCTION subsidies_questions_stay()",
]

GUARD = Guard(ON_SQLITE, ON_POSTGRESQL, GONE_ON_SQLITE, GONE_ON_POSTGRESQL)
FREEZE = GUARD.put_back
