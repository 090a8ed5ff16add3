from django.db import migrations

# The triggers of 0004 look at rows, which TRUNCATE never does. SQLite has no TRUNCATE.
TABLE, NAME = "base_auditentry", "is_not_emptied"
PUT = [
    """CREATE FUNCTION base_audit_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the audit log is not emptied' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    f"""CREATE TRIGGER {NAME} BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION base_audit_is_not_emptied()""",
]
TAKE = [f"DROP TRIGGER {NAME} ON {TABLE}", "DROP FUNCTION base_audit_is_not_emptied()"]


def said_on_postgresql(statements):
    """What a migration does: says ``statements`` to PostgreSQL."""

    def say(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return say


class Migration(migrations.Migration):
    """PostgreSQL itself refuses to empty the audit log at once."""

    dependencies = [("base", "0009_links")]

    operations = [migrations.RunPython(said_on_postgresql(PUT), said_on_postgresql(TAKE))]
