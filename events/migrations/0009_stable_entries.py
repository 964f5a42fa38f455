"""Calendar entries are stable whatever writes the row, also one that was read before somebody else's change."""

from django.db import migrations

# The rule stands in the function, where it hinders no change of the columns.
FORWARD = """
CREATE FUNCTION events_keep_entry_stable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.uid := coalesce(OLD.uid, NEW.uid);
    NEW.sequence := greatest(OLD.sequence, NEW.sequence);
    RETURN NEW;
END $$;
CREATE TRIGGER events_entry_is_stable BEFORE UPDATE ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_keep_entry_stable();
"""
BACK = "DROP FUNCTION events_keep_entry_stable CASCADE"


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0008_sources'),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACK),
    ]
