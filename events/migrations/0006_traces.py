"""Events that leave the lists are noted, whatever made them; see events/models/traces.py."""

import django.db.models.functions.datetime
from django.db import migrations, models

# The condition is that of EventQuerySet.listed. It stands in the function, where it hinders no change of the columns.
FORWARD = """
CREATE FUNCTION events_note_departure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.visibility = 'public' AND OLD.status IN ('published', 'postponed', 'cancelled') AND OLD.publish_at <= now()
       AND (TG_OP = 'DELETE' OR NEW.visibility <> 'public' OR NEW.status NOT IN ('published', 'postponed', 'cancelled')
            OR NEW.publish_at > now())
    THEN
        INSERT INTO events_departure (event_number, uid) VALUES (OLD.id, coalesce(OLD.uid, ''));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER events_departure_is_noted AFTER UPDATE OR DELETE ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_note_departure();
"""
BACK = "DROP FUNCTION events_note_departure CASCADE"


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0005_content_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_number', models.BigIntegerField(db_index=True)),
                ('uid', models.CharField(max_length=255)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Horizon',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('transaction', models.BigIntegerField()),
                ('cluster', models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
