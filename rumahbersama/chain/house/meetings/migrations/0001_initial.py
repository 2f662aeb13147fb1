
import django.db.models.deletion
import rumahbersama.chain.house.meetings.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commitments', '0003_reminders_and_feeds'),
        ('people', '0001_initial'),
        ('problems', '0001_initial'),
        ('regions', '0003_office_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=rumahbersama.chain.house.meetings.models.new_key, max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('rumah_bersama', 'Rumah Bersama'), ('rakor', 'Rapat koordinasi'), ('musrenbang', 'Musrenbang kecamatan'), ('ad_hoc', 'Rapat khusus')], max_length=13)),
                ('title', models.CharField(max_length=200)),
                ('day', models.DateField()),
                ('begins', models.TimeField()),
                ('ends', models.TimeField()),
                ('venue', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('planned', 'Direncanakan'), ('invited', 'Undangan sudah keluar'), ('open', 'Sedang berlangsung'), ('closed', 'Selesai'), ('cancelled', 'Dibatalkan')], default='planned', max_length=9)),
                ('cancelled_because', models.CharField(blank=True, max_length=300)),
                ('invited_at', models.DateTimeField(null=True)),
                ('moved_at', models.DateTimeField(help_text='when day, hours or place last changed after the invitation', null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('keyboard', models.CharField(blank=True, max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('chair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings_chaired', to='people.post')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='regions.region')),
                ('secretary', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings_written', to='people.post')),
            ],
            options={
                'ordering': ['-day', '-begins', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('name', models.CharField(blank=True, help_text='title or name, where there is no post', max_length=120)),
                ('body', models.CharField(blank=True, help_text='the body, where there is no post', max_length=160)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('token', models.CharField(default=rumahbersama.chain.house.meetings.models.new_token, max_length=32, unique=True)),
                ('answer', models.CharField(blank=True, choices=[('', 'Belum menjawab'), ('coming', 'Hadir'), ('represented', 'Diwakili'), ('absent', 'Tidak hadir')], default='', max_length=11)),
                ('represented_by', models.CharField(blank=True, max_length=120)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.CharField(blank=True, help_text='who wrote the answer, in words', max_length=200)),
                ('mail_due', models.BooleanField(default=False, help_text='to be told by mail')),
                ('mailed_at', models.DateTimeField(null=True)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_to_meetings', to='people.post')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitees', to='meetings.meeting')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('promises', 'Janji rapat lalu'), ('problem', 'Masalah'), ('commitment', 'Komitmen terlambat'), ('deadline', 'Tenggat peraturan'), ('other', 'Lain-lain')], max_length=10)),
                ('title', models.CharField(max_length=300)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('why', models.CharField(blank=True, help_text='why the program proposed it, as it was read that day', max_length=500)),
                ('source', models.CharField(blank=True, help_text='what it came from, e.g. "problem:12"; once a list', max_length=120)),
                ('notes', models.TextField(blank=True)),
                ('notes_version', models.PositiveIntegerField(default=1)),
                ('result', models.CharField(choices=[('none', 'Belum ada hasil'), ('commitment', 'Komitmen'), ('decision', 'Keputusan'), ('upward', 'Diteruskan ke kabupaten'), ('put_off', 'Ditunda')], default='none', max_length=10)),
                ('result_text', models.CharField(blank=True, max_length=500)),
                ('put_off_to', models.DateField(null=True)),
                ('carried_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_to', to='meetings.agendaitem')),
                ('commitment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='commitments.commitment')),
                ('problem', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='problems.problem')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='meetings.meeting')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['region', 'day'], name='meetings_of_a_place'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['state', 'day'], name='meetings_of_a_state'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('begins'))), name='meetings_ends_after_begins'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled_because', ''), ('state', 'cancelled'), _negated=True), name='meetings_cancelled_says_why'),
        ),
        migrations.AddIndex(
            model_name='invitee',
            index=models.Index(condition=models.Q(('mail_due', True)), fields=['mail_due'], name='meetings_mail_due'),
        ),
        migrations.AddConstraint(
            model_name='invitee',
            constraint=models.UniqueConstraint(fields=('meeting', 'post'), name='meetings_post_invited_once'),
        ),
        migrations.AddConstraint(
            model_name='invitee',
            constraint=models.UniqueConstraint(condition=models.Q(('post', None)), fields=('meeting', 'name', 'body'), name='meetings_name_invited_once'),
        ),
        migrations.AddConstraint(
            model_name='invitee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('post', None), models.Q(('name', ''), _negated=True)), models.Q(models.Q(('post', None), _negated=True), ('name', '')), _connector='OR'), name='meetings_invitee_post_or_name'),
        ),
        migrations.AddConstraint(
            model_name='invitee',
            constraint=models.CheckConstraint(condition=models.Q(('answer', 'represented'), ('represented_by', ''), _negated=True), name='meetings_represented_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='agendaitem',
            index=models.Index(condition=models.Q(('result', 'put_off')), fields=['put_off_to'], name='meetings_put_off'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(condition=models.Q(('source', ''), _negated=True), fields=('meeting', 'source'), name='meetings_one_item_of_a_source'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('put_off_to', None), ('result', 'put_off'), _negated=True), name='meetings_put_off_to_a_day'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='meetings_item_takes_time'),
        ),
    ]
