"""What the database itself keeps of dossiers: history is added and never changed, and a phase never changes without its line.

SQLite makes a table anew when a migration changes it, and its triggers go with the old one. A migration that changes ``Dossier`` or
``DossierEvent`` therefore begins with ``TAKE_AWAY`` and ends with ``PUT_BACK``.
"""

from ._triggers import Guard

EVENTS, DOSSIERS = "subsidies_dossierevent", "subsidies_dossier"
SAME = " AND ".join(
    f"NEW.{name} = OLD.{name}"
    for name in ("id", "dossier_id", "transition", "old_phase", "new_phase", "at", "role", "data")
)
FORGOTTEN = (
    "(NEW.by_id IS NULL OR COALESCE(NEW.by_id = OLD.by_id, FALSE)) "
    "AND (NEW.by_name = OLD.by_name OR NEW.by_name = 'voormalig lid')"
)
# What was never sent may go after a year; what was sent stays.
SENT = f"EXISTS (SELECT 1 FROM {DOSSIERS} d WHERE d.id = OLD.dossier_id AND d.submitted_at IS NOT NULL)"  # noqa: S608 - our own words
TOLD = f"""EXISTS (
    SELECT 1 FROM {EVENTS} e WHERE e.dossier_id = NEW.id AND e.old_phase = OLD.phase AND e.new_phase = NEW.phase
    AND e.id = (SELECT MAX(last.id) FROM {EVENTS} last WHERE last.dossier_id = NEW.id))"""  # noqa: S608 - our own words
NOT_CHANGED, NOT_REMOVED = (
    "the history of a dossier is not changed",
    "the history of a dossier is not thrown away",
)
NOT_TOLD = "a phase changes with a line of the history"

NO_DELETE = f"""CREATE TRIGGER dossier_history_is_not_removed BEFORE DELETE ON {EVENTS}
    WHEN OLD.at > datetime('now', '-365 days') OR {SENT} BEGIN SELECT RAISE(ABORT, '{NOT_REMOVED}'); END"""
ON_SQLITE = [
    f"""CREATE TRIGGER dossier_history_is_not_changed BEFORE UPDATE ON {EVENTS} WHEN NOT ({SAME} AND {FORGOTTEN})
    BEGIN SELECT RAISE(ABORT, '{NOT_CHANGED}'); END""",
    NO_DELETE,
    f"""CREATE TRIGGER dossier_phase_has_its_line BEFORE UPDATE ON {DOSSIERS}
    WHEN NEW.phase <> OLD.phase AND NOT {TOLD} BEGIN SELECT RAISE(ABORT, '{NOT_TOLD}'); END""",
]
ON_POSTGRESQL = [
    f"""CREATE FUNCTION subsidies_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.at > now() - interval '365 days' OR {SENT} THEN
                RAISE EXCEPTION '{NOT_REMOVED}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF NOT ({SAME} AND {FORGOTTEN}) THEN
            RAISE EXCEPTION '{NOT_CHANGED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER dossier_history_is_not_changed BEFORE UPDATE OR DELETE ON {EVENTS}
    FOR EACH ROW EXECUTE FUNCTION subsidies_history_stays()""",
    f"""CREATE FUNCTION subsidies_phase_has_its_line() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.phase <> OLD.phase AND NOT {TOLD} THEN
            RAISE EXCEPTION '{NOT_TOLD}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER dossier_phase_has_its_line BEFORE UPDATE ON {DOSSIERS}
    FOR EACH ROW EXECUTE FUNCTION subsidies_phase_has_its_line()""",
]
GONE_ON_SQLITE = [
    "DROP TRIGGER IF EXISTS dossier_history_is_not_changed",
    "DROP TRIGGER IF EXISTS dossier_history_is_not_removed",
    "DROP TRIGGER IF EXISTS dossier_phase_has_its_line",
]
GONE_ON_POSTGRESQL = [
    f"DROP TRIGGER dossier_phase_has_its_line ON {DOSSIERS}",
    "DROP FUNCTION subsidies_phase_has_its_line()",
    f"DROP TRIGGER dossier_history_is_not_changed ON {EVENTS}",
    "DROP FUNCTION subsidies_history_stays()",
]

GUARD = Guard(ON_SQLITE, ON_POSTGRESQL, GONE_ON_SQLITE, GONE_ON_POSTGRESQL)
PUT_BACK, TAKE_AWAY = GUARD.put_back, GUARD.take_away
