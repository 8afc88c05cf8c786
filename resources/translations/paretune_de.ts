<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>QObject</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 T %2 h</translation>
    </message>
</context>
<context>
    <name>chats</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The kept chats could not be read; the file is now %1.</source>
        <translation>Die aufbewahrten Gespräche waren nicht zu lesen; die Datei heißt jetzt %1.</translation>
    </message>
    <message>
        <source>The chat could not be kept: %1: %2</source>
        <translation>Das Gespräch konnte nicht aufbewahrt werden: %1: %2</translation>
    </message>
</context>
<context>
    <name>metrics</name>
    <message>
        <source>Training loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>Evaluation loss</source>
        <translation>Prüfverlust</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Perplexität</translation>
    </message>
    <message>
        <source>Exact match</source>
        <translation>Genau richtig</translation>
    </message>
    <message>
        <source>Forgetting</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>Gradientennorm</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>Token je Sekunde</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>Speicherspitze</translation>
    </message>
    <message>
        <source>Adapter size</source>
        <translation>Adaptergröße</translation>
    </message>
    <message>
        <source>Planned memory</source>
        <translation>Geplanter Speicher</translation>
    </message>
    <message>
        <source>Planned tokens per second</source>
        <translation>Geplante Tokens pro Sekunde</translation>
    </message>
    <message>
        <source>Step time</source>
        <translation>Schrittdauer</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Trainable parameters</source>
        <translation>Trainierte Parameter</translation>
    </message>
    <message>
        <source>Peak before the run</source>
        <translation>Spitze vor dem Lauf</translation>
    </message>
    <message>
        <source>Step before the run</source>
        <translation>Schritt vor dem Lauf</translation>
    </message>
    <message>
        <source>Time before the run</source>
        <translation>Zeit vor dem Lauf</translation>
    </message>
    <message>
        <source>Change of logits</source>
        <translation>Änderung der Logits</translation>
    </message>
    <message>
        <source>Change of weights</source>
        <translation>Änderung der Gewichte</translation>
    </message>
    <message>
        <source>Dead modules</source>
        <translation>Tote Module</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Abdrift</translation>
    </message>
    <message>
        <source>Evaluation time</source>
        <translation>Zeit der Auswertungen</translation>
    </message>
    <message>
        <source>Evaluated tokens</source>
        <translation>Ausgewertete Token</translation>
    </message>
    <message>
        <source>Planned evaluated tokens per second</source>
        <translation>Geplante ausgewertete Token je Sekunde</translation>
    </message>
</context>
<context>
    <name>paretune::AdapterView</name>
    <message>
        <source>Change of every module</source>
        <translation>Änderung jedes Moduls</translation>
    </message>
    <message>
        <source>✓ The adapter acts.</source>
        <translation>✓ Der Adapter wirkt.</translation>
    </message>
    <message>
        <source>✕ The adapter changes nothing: the answers are those of the base model.</source>
        <translation>✕ Der Adapter ändert nichts: Die Antworten sind die des Basismodells.</translation>
    </message>
    <message>
        <source>the sample prompts</source>
        <translation>den Beispiel-Prompts</translation>
    </message>
    <message>
        <source>held-out rows</source>
        <translation>zurückgehaltenen Zeilen</translation>
    </message>
    <message>
        <source>training rows</source>
        <translation>Trainingszeilen</translation>
    </message>
    <message>
        <source>On %1 (%2 tokens) the logits change by %3 on average and %4 at most, of %5 in the base model; at %6 % of the places another token comes next.</source>
        <translation>Auf %1 (%2 Token) ändern sich die Logits um %3 im Mittel und höchstens um %4, bei %5 im Basismodell; an %6 % der Stellen folgt ein anderes Token.</translation>
    </message>
    <message>
        <source>⚠ %1 of %2 modules are unchanged by training: %3</source>
        <translation>⚠ %1 von %2 Modulen hat das Training nicht verändert: %3</translation>
    </message>
    <message>
        <source>Change of every weight, as a share of its norm; all together %1 %.</source>
        <translation>Änderung jedes Gewichts als Anteil seiner Norm; alle zusammen %1 %.</translation>
    </message>
    <message>
        <source>This adapter is no change of weights, so the outputs of the blocks are compared; all together they change by %1 % of their norm.</source>
        <translation>Dieser Adapter ändert keine Gewichte; verglichen werden darum die Ausgaben der Blöcke. Zusammen ändern sie sich um %1 % ihrer Norm.</translation>
    </message>
</context>
<context>
    <name>paretune::ChartLegend</name>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
    <message>
        <source>%1 – click to hide or show</source>
        <translation>%1 – Klick blendet aus oder ein</translation>
    </message>
</context>
<context>
    <name>paretune::ChartView</name>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>No value yet</source>
        <translation>Noch kein Wert</translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation>Diagramm: %1</translation>
    </message>
    <message>
        <source>Show everything (double-click, 0)</source>
        <translation>Alles zeigen (Doppelklick, 0)</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Chart options</source>
        <translation>Diagrammoptionen</translation>
    </message>
    <message>
        <source>Logarithmic scale</source>
        <translation>Logarithmische Skala</translation>
    </message>
    <message>
        <source>Zoom to a rectangle (Shift+drag)</source>
        <translation>Rechteck vergrößern (Umschalt+Ziehen)</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Copy data as CSV</source>
        <translation>Daten als CSV kopieren</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern …</translation>
    </message>
    <message>
        <source>Values of the chart</source>
        <translation>Werte des Diagramms</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>SVG (*.svg);;PNG (*.png);;CSV data (*.csv)</source>
        <translation>SVG (*.svg);;PNG (*.png);;CSV-Daten (*.csv)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>%1: cannot be written. Choose a folder you own.</source>
        <translation>%1: kann nicht geschrieben werden. Wählen Sie einen eigenen Ordner.</translation>
    </message>
</context>
<context>
    <name>paretune::ChatPane</name>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>below 0.1 %</source>
        <translation>unter 0,1 %</translation>
    </message>
    <message>
        <source>instead: %1  %2</source>
        <translation>stattdessen: %1  %2</translation>
    </message>
</context>
<context>
    <name>paretune::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>Befehl eingeben</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>Passende Befehle</translation>
    </message>
    <message>
        <source>No command matches.</source>
        <translation>Kein Befehl passt.</translation>
    </message>
</context>
<context>
    <name>paretune::ComparePage</name>
    <message>
        <source>Runs to compare</source>
        <translation>Läufe zum Vergleichen</translation>
    </message>
    <message>
        <source>Check all</source>
        <translation>Alle wählen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Keinen</translation>
    </message>
    <message>
        <source>Uncheck all runs</source>
        <translation>Alle Läufe abwählen</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>As Markdown</source>
        <translation>Als Markdown</translation>
    </message>
    <message>
        <source>As CSV</source>
        <translation>Als CSV</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Als CSV speichern …</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>Tabelle speichern</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>%1: %2. Choose a folder you own.</source>
        <translation>%1: %2. Wählen Sie einen eigenen Ordner.</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Metric of the curves</source>
        <translation>Größe der Kurven</translation>
    </message>
    <message>
        <source>What the curves run over</source>
        <translation>Worüber die Kurven laufen</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Wall time</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>Curves of</source>
        <translation>Kurven:</translation>
    </message>
    <message>
        <source>by</source>
        <translation>über</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Check runs in the table to lay their curves over each other.</source>
        <translation>Wählen Sie Läufe in der Tabelle, um ihre Kurven übereinanderzulegen.</translation>
    </message>
    <message>
        <source>Vertical value</source>
        <translation>Senkrechter Wert</translation>
    </message>
    <message>
        <source>Horizontal value</source>
        <translation>Waagerechter Wert</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlichte</translation>
    </message>
    <message>
        <source>Show published runs</source>
        <translation>Veröffentlichte Läufe zeigen</translation>
    </message>
    <message>
        <source>Results the PEFT project recorded on MetaMathQA with Llama-3.2-3B on an L40S: another model, data and machine, so compare shapes, not figures. Source: github.com/huggingface/peft, method_comparison.</source>
        <translation>Ergebnisse des PEFT-Projekts auf MetaMathQA mit Llama-3.2-3B auf einer L40S: anderes Modell, andere Daten, andere Maschine; vergleichen Sie also die Form, nicht die Zahlen. Quelle: github.com/huggingface/peft, method_comparison.</translation>
    </message>
    <message>
        <source>over</source>
        <translation>über</translation>
    </message>
    <message>
        <source>Scatter options</source>
        <translation>Optionen des Streudiagramms</translation>
    </message>
    <message>
        <source>Logarithmic horizontal axis</source>
        <translation>Waagerechte Achse logarithmisch</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern …</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>SVG (*.svg);;PNG (*.png)</source>
        <translation>SVG (*.svg);;PNG (*.png)</translation>
    </message>
    <message>
        <source>%1: cannot be written. Choose a folder you own.</source>
        <translation>%1: kann nicht geschrieben werden. Wählen Sie einen eigenen Ordner.</translation>
    </message>
    <message>
        <source>Pareto front</source>
        <translation>Pareto-Front</translation>
    </message>
    <message>
        <source>Settings that differ among the checked runs</source>
        <translation>Einstellungen, in denen sich die gewählten Läufe unterscheiden</translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation>Unterschiedliche Einstellungen</translation>
    </message>
    <message>
        <source>%1 of %2 runs checked</source>
        <translation>%1 von %2 Läufen gewählt</translation>
    </message>
    <message>
        <source>None of the checked runs has a value here.</source>
        <translation>Keiner der gewählten Läufe hat hier einen Wert.</translation>
    </message>
    <message>
        <source>Check two runs or more to see in what they differ.</source>
        <translation>Wählen Sie zwei oder mehr Läufe, um ihre Unterschiede zu sehen.</translation>
    </message>
    <message>
        <source>The checked runs have the same settings.</source>
        <translation>Die gewählten Läufe haben dieselben Einstellungen.</translation>
    </message>
    <message>
        <source>Open this run</source>
        <translation>Diesen Lauf öffnen</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Solid</source>
        <translation>Durchgezogen</translation>
    </message>
    <message>
        <source>Dashed</source>
        <translation>Gestrichelt</translation>
    </message>
    <message>
        <source>Dotted</source>
        <translation>Gepunktet</translation>
    </message>
    <message>
        <source>Dash and dot</source>
        <translation>Strich und Punkt</translation>
    </message>
    <message>
        <source>Colour %1</source>
        <translation>Farbe %1</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>Läufe filtern</translation>
    </message>
    <message>
        <source>Filter by name, method, tag, note, state</source>
        <translation>Nach Name, Methode, Schlagwort, Notiz, Zustand filtern</translation>
    </message>
    <message>
        <source>Differing settings as Markdown</source>
        <translation>Abweichende Einstellungen als Markdown</translation>
    </message>
    <message>
        <source>Edit tags</source>
        <translation>Schlagwörter bearbeiten</translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation>Notiz bearbeiten</translation>
    </message>
    <message>
        <source>Last answers of the checked runs; underlined is what the base model did not write</source>
        <translation>Letzte Antworten der angekreuzten Läufe; unterstrichen ist, was das Basismodell nicht schrieb</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Check runs in the table to see their answers side by side.</source>
        <translation>Läufe in der Tabelle ankreuzen, um ihre Antworten nebeneinander zu sehen.</translation>
    </message>
    <message>
        <source>The checked runs have no sample prompts. Add some under Setup; they are answered along the way.</source>
        <translation>Die angekreuzten Läufe haben keine Beispiel-Prompts. Unter Einrichten lassen sich welche angeben; sie werden unterwegs beantwortet.</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>Noch kein Lauf</translation>
    </message>
    <message>
        <source>Every run you start can be compared here: settings, curves, quality against cost.</source>
        <translation>Jeder Lauf, den Sie starten, lässt sich hier vergleichen: Einstellungen, Kurven, Güte gegen Kosten.</translation>
    </message>
    <message>
        <source>Go to Setup</source>
        <translation>Zum Einrichten</translation>
    </message>
    <message>
        <source>The curves of your runs lie over each other here.</source>
        <translation>Hier liegen die Kurven Ihrer Läufe übereinander.</translation>
    </message>
</context>
<context>
    <name>paretune::DataCard</name>
    <message>
        <source>2  Data</source>
        <translation>2  Daten</translation>
    </message>
    <message>
        <source>Drop a file here: JSONL, JSON or CSV</source>
        <translation>Datei hier ablegen: JSONL, JSON oder CSV</translation>
    </message>
    <message>
        <source>Data (*.jsonl *.json *.csv *.tsv);;All files (*)</source>
        <translation>Daten (*.jsonl *.json *.csv *.tsv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Data file</source>
        <translation>Datendatei</translation>
    </message>
    <message>
        <source>Browse for a data file</source>
        <translation>Datendatei suchen</translation>
    </message>
    <message>
        <source>Rows of the data file</source>
        <translation>Zeilen der Datendatei</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>nicht gewählt</translation>
    </message>
    <message>
        <source>needs a look</source>
        <translation>bitte prüfen</translation>
    </message>
    <message>
        <source>%1, %2 rows</source>
        <translation>%1, %2 Zeilen</translation>
    </message>
    <message>
        <source>waits for the base model, whose tokens it shows</source>
        <translation>wartet auf das Basismodell, dessen Token gezeigt werden</translation>
    </message>
    <message>
        <source>a setting is not valid</source>
        <translation>eine Einstellung ist ungültig</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>wird gelesen</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>nicht verwendbar</translation>
    </message>
    <message>
        <source>%1 rows to train, %2 held out</source>
        <translation>%1 Zeilen zum Training, %2 zurückgehalten</translation>
    </message>
    <message>
        <source>%1 rows to train, none held out</source>
        <translation>%1 Zeilen zum Training, keine zurückgehalten</translation>
    </message>
    <message>
        <source>%1 tokens, of them %2 trained (%3 %)</source>
        <translation>%1 Token, davon %2 trainiert (%3 %)</translation>
    </message>
    <message>
        <source>%1 rows are cut at %2 tokens</source>
        <translation>%1 Zeilen werden bei %2 Token gekürzt</translation>
    </message>
    <message>
        <source>no row is cut</source>
        <translation>keine Zeile wird gekürzt</translation>
    </message>
    <message>
        <source>Choose a row to see its tokens.</source>
        <translation>Wählen Sie eine Zeile, um ihre Token zu sehen.</translation>
    </message>
    <message>
        <source>Row %1: %2 tokens, %3 trained (bold, underlined). Point at a token for its id.</source>
        <translation>Zeile %1: %2 Token, %3 trainiert (fett, unterstrichen). Zeigen Sie auf ein Token für seine Nummer.</translation>
    </message>
    <message>
        <source>The row as the chat template writes it</source>
        <translation>Die Zeile, wie die Chat-Vorlage sie schreibt</translation>
    </message>
    <message>
        <source>Template text</source>
        <translation>Text der Vorlage</translation>
    </message>
    <message>
        <source>Show the row as the chat template writes it</source>
        <translation>Die Zeile zeigen, wie die Chat-Vorlage sie schreibt</translation>
    </message>
    <message>
        <source>The row as text, as the chat template writes it, special tokens included</source>
        <translation>Die Zeile als Text, wie die Chat-Vorlage sie schreibt, mit besonderen Token</translation>
    </message>
    <message>
        <source>⚠ Held-out rows that are trained on as well: %1 (%2). Evaluation looks better than it is.</source>
        <translation>⚠ Zurückgehaltene Zeilen, auf denen auch trainiert wird: %1 (%2). Die Auswertung sieht besser aus, als sie ist.</translation>
    </message>
    <message>
        <source>held-out row %1 is row %2</source>
        <translation>zurückgehaltene Zeile %1 ist Zeile %2</translation>
    </message>
    <message>
        <source>⚠ Rows that repeat an earlier one: %1 (%2).</source>
        <translation>⚠ Zeilen, die eine frühere wiederholen: %1 (%2).</translation>
    </message>
    <message>
        <source>row %1 is row %2</source>
        <translation>Zeile %1 ist Zeile %2</translation>
    </message>
    <message>
        <source>No row comes twice, none is both trained on and held out (%1 compared).</source>
        <translation>Keine Zeile kommt zweimal vor, keine ist zugleich im Training und zurückgehalten (%1 verglichen).</translation>
    </message>
</context>
<context>
    <name>paretune::DataRowModel</name>
    <message>
        <source>This row was longer and is cut.</source>
        <translation>Diese Zeile war länger und ist gekürzt.</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>%1 cut</source>
        <translation>%1 gekürzt</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>Trainiert</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>paretune::DoctorPage</name>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>What this machine offers for training, and what to do about what is missing.</source>
        <translation>Was dieser Rechner für das Training bietet, und was gegen Fehlendes zu tun ist.</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Den Bericht kopieren</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Everything checked is in order.</source>
        <translation>Alles Geprüfte ist in Ordnung.</translation>
    </message>
    <message>
        <source>1 check needs a look.</source>
        <translation>1 Prüfung braucht einen Blick.</translation>
    </message>
    <message>
        <source>%1 checks need a look.</source>
        <translation>%1 Prüfungen brauchen einen Blick.</translation>
    </message>
    <message>
        <source>The report is on the clipboard.</source>
        <translation>Der Bericht liegt in der Zwischenablage.</translation>
    </message>
</context>
<context>
    <name>paretune::DownloadDialog</name>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download a model</source>
        <translation>Modell herunterladen</translation>
    </message>
    <message>
        <source>From huggingface.co into the cache that Python uses too. Only what training needs is fetched: safetensors, configuration and tokenizer, never pickles. Every file is checked.</source>
        <translation>Von huggingface.co in den Zwischenspeicher, den auch Python benutzt. Geholt wird nur, was das Training braucht: Safetensors, Konfiguration und Tokenizer, niemals Pickles. Jede Datei wird geprüft.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>GGUF file</source>
        <translation>GGUF-Datei</translation>
    </message>
    <message>
        <source>Only where there are several, e.g. model-Q4_K_M.gguf</source>
        <translation>Nur wo es mehrere gibt, z. B. model-Q4_K_M.gguf</translation>
    </message>
    <message>
        <source>Download progress</source>
        <translation>Fortschritt des Herunterladens</translation>
    </message>
    <message>
        <source>Looking at the list of files…</source>
        <translation>Die Liste der Dateien wird geholt …</translation>
    </message>
    <message>
        <source>Waiting: %1</source>
        <translation>Wartet: %1</translation>
    </message>
    <message>
        <source>Checking %1…</source>
        <translation>%1 wird geprüft …</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 von %3</translation>
    </message>
    <message>
        <source>Cancelled. What came so far is kept; Download goes on from there.</source>
        <translation>Abgebrochen. Was schon da ist, bleibt; Herunterladen macht dort weiter.</translation>
    </message>
    <message>
        <source>✓ %1 downloaded and checked</source>
        <translation>✓ %1 heruntergeladen und geprüft</translation>
    </message>
</context>
<context>
    <name>paretune::ExportDialog</name>
    <message>
        <source>Folder to write</source>
        <translation>Zielordner</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Export “%1”</source>
        <translation>„%1“ exportieren</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Adapter (PEFT folder)</source>
        <translation>Adapter (PEFT-Ordner)</translation>
    </message>
    <message>
        <source>Merged model (Hugging Face folder)</source>
        <translation>Verschmolzenes Modell (Hugging-Face-Ordner)</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Export progress</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Open the exported folder</source>
        <translation>Den exportierten Ordner öffnen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Small. Loads in Python with PeftModel.from_pretrained(base, folder).</source>
        <translation>Klein. In Python zu laden mit PeftModel.from_pretrained(base, folder).</translation>
    </message>
    <message>
        <source>A whole model with the adapter worked into its weights; needs no PEFT.</source>
        <translation>Ein ganzes Modell, der Adapter ist in die Gewichte eingearbeitet; braucht kein PEFT.</translation>
    </message>
    <message>
        <source>This method cannot be merged into the weights.</source>
        <translation>Diese Methode lässt sich nicht in die Gewichte einarbeiten.</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Wird geschrieben …</translation>
    </message>
    <message>
        <source>Reading back and comparing…</source>
        <translation>Wird zurückgelesen und verglichen …</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was left half-written.</source>
        <translation>Abgebrochen. Nichts blieb halb geschrieben.</translation>
    </message>
    <message>
        <source>✓ Written and verified</source>
        <translation>✓ Geschrieben und geprüft</translation>
    </message>
    <message>
        <source>Written, but the check did not pass</source>
        <translation>Geschrieben, aber die Prüfung ist nicht bestanden</translation>
    </message>
    <message>
        <source>%1, %2 tensors</source>
        <translation>%1, %2 Tensoren</translation>
    </message>
    <message>
        <source>Largest difference of logits %1, of logits up to %2</source>
        <translation>Größter Unterschied der Logits %1, bei Logits bis %2</translation>
    </message>
    <message>
        <source>Merged model for llama.cpp (GGUF file)</source>
        <translation>Zusammengeführtes Modell für llama.cpp (GGUF-Datei)</translation>
    </message>
    <message>
        <source>LoRA for llama.cpp (GGUF file)</source>
        <translation>LoRA für llama.cpp (GGUF-Datei)</translation>
    </message>
    <message>
        <source>A whole model in one file with 16-bit weights; llama.cpp and what is built on it load it. Other types: paretune export --type.</source>
        <translation>Ein ganzes Modell in einer Datei mit 16-Bit-Gewichten; llama.cpp und was darauf baut, lädt es. Andere Typen: paretune export --type.</translation>
    </message>
    <message>
        <source>Small. Loads in llama.cpp beside the base model&apos;s GGUF file. For plain LoRA; others: paretune export --rank.</source>
        <translation>Klein. In llama.cpp neben der GGUF-Datei des Basismodells zu laden. Für einfaches LoRA; andere: paretune export --rank.</translation>
    </message>
</context>
<context>
    <name>paretune::HealthList</name>
    <message>
        <source>Step %1: %2</source>
        <translation>Schritt %1: %2</translation>
    </message>
    <message>
        <source>Suggested: %1</source>
        <translation>Vorschlag: %1</translation>
    </message>
    <message>
        <source>Apply to a new run</source>
        <translation>Auf einen neuen Lauf anwenden</translation>
    </message>
    <message>
        <source>Apply to a new run: %1</source>
        <translation>Auf einen neuen Lauf anwenden: %1</translation>
    </message>
    <message>
        <source>Opens Setup with this run&apos;s settings and these changes</source>
        <translation>Öffnet das Einrichten mit den Einstellungen dieses Laufs und diesen Änderungen</translation>
    </message>
</context>
<context>
    <name>paretune::LayerTable</name>
    <message>
        <source>Block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>ganz</translation>
    </message>
    <message>
        <source>✕ dead</source>
        <translation>✕ tot</translation>
    </message>
    <message>
        <source>%1: no change beyond rounding</source>
        <translation>%1: keine Änderung über Rundung hinaus</translation>
    </message>
    <message>
        <source>%1: norm of the change %2, %3 of what was changed</source>
        <translation>%1: Norm der Änderung %2, %3 des Geänderten</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>tot</translation>
    </message>
</context>
<context>
    <name>paretune::LengthHistogram</name>
    <message>
        <source>Row lengths</source>
        <translation>Zeilenlängen</translation>
    </message>
    <message>
        <source>median %1 tokens, longest %2, %3 rows are cut at %4</source>
        <translation>Median %1 Token, längste %2, %3 Zeilen werden bei %4 gekürzt</translation>
    </message>
    <message>
        <source>Row lengths appear here.</source>
        <translation>Hier erscheinen die Zeilenlängen.</translation>
    </message>
    <message>
        <source>Tokens per row: median %1, longest %2</source>
        <translation>Token je Zeile: Median %1, längste %2</translation>
    </message>
    <message>
        <source>cut at %1</source>
        <translation>gekürzt bei %1</translation>
    </message>
    <message>
        <source>nothing is cut (limit %1)</source>
        <translation>nichts wird gekürzt (Grenze %1)</translation>
    </message>
    <message>
        <source>%1 rows have %2 to %3 tokens</source>
        <translation>%1 Zeilen haben %2 bis %3 Token</translation>
    </message>
</context>
<context>
    <name>paretune::MainWindow</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Show the tour</source>
        <translation>Rundgang zeigen</translation>
    </message>
    <message>
        <source>Recent models</source>
        <translation>Zuletzt benutzte Modelle</translation>
    </message>
    <message>
        <source>Recent data</source>
        <translation>Zuletzt benutzte Daten</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language of the desktop</source>
        <translation>Sprache des Schreibtischs</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>%1 is nothing to train with. Drop a model (Hugging Face folder or .gguf), data (.jsonl, .json, .csv), an adapter folder or a run file.</source>
        <translation>Mit %1 lässt sich nicht trainieren. Ablegen lassen sich ein Modell (Hugging-Face-Ordner oder .gguf), Daten (.jsonl, .json, .csv), ein Adapterordner oder eine Laufdatei.</translation>
    </message>
    <message>
        <source>%1 is the base model.</source>
        <translation>%1 ist das Basismodell.</translation>
    </message>
    <message>
        <source>%1 is the data.</source>
        <translation>%1 sind die Daten.</translation>
    </message>
    <message>
        <source>Training will start from the adapter %1.</source>
        <translation>Das Training beginnt mit dem Adapter %1.</translation>
    </message>
    <message>
        <source>Everything is set as %1 says.</source>
        <translation>Alles ist eingestellt, wie %1 es sagt.</translation>
    </message>
    <message>
        <source>The language changes at the next start, because a run is going on.</source>
        <translation>Die Sprache wechselt beim nächsten Start, weil gerade ein Lauf im Gang ist.</translation>
    </message>
    <message>
        <source>Start from a base model</source>
        <translation>Mit einem Basismodell beginnen</translation>
    </message>
    <message>
        <source>One that is on this computer, a Hugging Face folder or a GGUF file. You can drop it anywhere on the window. The example brings its own.</source>
        <translation>Eines auf diesem Rechner, ein Hugging-Face-Ordner oder eine GGUF-Datei. Sie können es irgendwo im Fenster ablegen. Das Beispiel bringt seines mit.</translation>
    </message>
    <message>
        <source>Show it your data</source>
        <translation>Die Daten zeigen</translation>
    </message>
    <message>
        <source>A file with one conversation or example per row. Below it you will see every token the model sees, and which of them it learns from.</source>
        <translation>Eine Datei mit einem Gespräch oder Beispiel je Zeile. Darunter sehen Sie jedes Token, das das Modell sieht, und aus welchen es lernt.</translation>
    </message>
    <message>
        <source>Choose how to train</source>
        <translation>Wählen, wie trainiert wird</translation>
    </message>
    <message>
        <source>LoRA is a good first choice. Each method says what it changes, how big it gets, and what others measured.</source>
        <translation>LoRA ist eine gute erste Wahl. Jede Methode sagt, was sie ändert, wie groß sie wird und was andere gemessen haben.</translation>
    </message>
    <message>
        <source>Start when it fits</source>
        <translation>Starten, wenn es passt</translation>
    </message>
    <message>
        <source>This side always says what will happen: steps, memory and time. Start (F5) trains in the background; you can go on working.</source>
        <translation>Diese Seite sagt immer, was geschehen wird: Schritte, Speicher und Zeit. Start (F5) trainiert im Hintergrund; Sie können weiterarbeiten.</translation>
    </message>
    <message>
        <source>Look, compare, try</source>
        <translation>Ansehen, vergleichen, ausprobieren</translation>
    </message>
    <message>
        <source>Setup</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Spielplatz</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2)</source>
        <translation>%1 (Strg+%2)</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Recent files, undo, colours, language, the tour</source>
        <translation>Letzte Dateien, Rückgängig, Farben, Sprache, Rundgang</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Zu %1</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Stop the chosen run</source>
        <translation>Den gewählten Lauf anhalten</translation>
    </message>
    <message>
        <source>Stop all runs</source>
        <translation>Alle Läufe anhalten</translation>
    </message>
    <message>
        <source>Set up the bundled example</source>
        <translation>Das mitgelieferte Beispiel einrichten</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>Aktion suchen</translation>
    </message>
    <message>
        <source>Colours of the desktop</source>
        <translation>Farben des Schreibtischs</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>Helle Farben</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Dunkle Farben</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>%1 is finished.</source>
        <translation>%1 ist fertig.</translation>
    </message>
    <message>
        <source>%1 is stopped with a checkpoint; Resume goes on from there.</source>
        <translation>%1 ist mit einem Sicherungspunkt angehalten; Fortsetzen macht dort weiter.</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 ist gescheitert: %2</translation>
    </message>
    <message>
        <source>%1 – Paretune</source>
        <translation>%1 – Paretune</translation>
    </message>
    <message>
        <source>Runs (%1)</source>
        <translation>Läufe (%1)</translation>
    </message>
    <message>
        <source>A run is still going.</source>
        <translation>Ein Lauf ist noch im Gang.</translation>
    </message>
    <message>
        <source>%1 runs are still going.</source>
        <translation>%1 Läufe sind noch im Gang.</translation>
    </message>
    <message>
        <source>Close once more to stop with a checkpoint; Resume goes on from there.</source>
        <translation>Noch einmal schließen hält mit einem Sicherungspunkt an; Fortsetzen macht dort weiter.</translation>
    </message>
    <message>
        <source>Writing the last checkpoint, then closing…</source>
        <translation>Der letzte Sicherungspunkt wird geschrieben, dann wird geschlossen …</translation>
    </message>
    <message>
        <source>Tournament tries several methods and says which one to keep. Runs shows every training live. Compare shows which runs are worth keeping. Playground lets you talk to the result. Ctrl+K finds every action.</source>
        <translation>Turnier probiert mehrere Methoden und sagt, welche zu behalten ist. Läufe zeigt jedes Training live. Vergleich zeigt, welche Läufe es wert sind. Im Spielplatz sprechen Sie mit dem Ergebnis. Strg+K findet jede Aktion.</translation>
    </message>
    <message>
        <source>A run was broken off.</source>
        <translation>Ein Lauf wurde abgebrochen.</translation>
    </message>
    <message>
        <source>%1 runs were broken off.</source>
        <translation>%1 Läufe wurden abgebrochen.</translation>
    </message>
    <message>
        <source>A run still waits for its turn.</source>
        <translation>Ein Lauf wartet noch.</translation>
    </message>
    <message>
        <source>%1 runs still wait for their turn.</source>
        <translation>%1 Läufe warten noch.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>The tournament %1 was broken off after %2 of %3 runs.</source>
        <translation>Das Turnier %1 wurde nach %2 von %3 Läufen abgebrochen.</translation>
    </message>
    <message>
        <source>The tournament is finished.</source>
        <translation>Das Turnier ist fertig.</translation>
    </message>
    <message>
        <source>The tournament is stopped; Go on takes up what is missing.</source>
        <translation>Das Turnier ist angehalten; Weiter holt nach, was fehlt.</translation>
    </message>
    <message>
        <source>A tournament is still going.</source>
        <translation>Ein Turnier läuft noch.</translation>
    </message>
    <message>
        <source>Tournament</source>
        <translation>Turnier</translation>
    </message>
    <message>
        <source>Show or hide learning-rate searches</source>
        <translation>Suchen nach Lernraten zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Paretune is open on this folder already (process %1). Both windows can be used; each trains what was started in it.</source>
        <translation>Paretune ist mit diesem Ordner schon offen (Prozess %1). Beide Fenster sind zu gebrauchen; jedes trainiert, was in ihm gestartet wurde.</translation>
    </message>
    <message>
        <source>A run that was left goes on.</source>
        <translation>Ein liegengebliebener Lauf geht weiter.</translation>
    </message>
    <message>
        <source>%1 runs that were left go on.</source>
        <translation>%1 liegengebliebene Läufe gehen weiter.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
</context>
<context>
    <name>paretune::Measurement</name>
    <message>
        <source>Waiting for the model</source>
        <translation>Wartet auf das Modell</translation>
    </message>
    <message>
        <source>Largest pass</source>
        <translation>Größter Durchgang</translation>
    </message>
    <message>
        <source>Loading %1 %</source>
        <translation>Lädt, %1 %</translation>
    </message>
    <message>
        <source>Reading rows %1 %</source>
        <translation>Liest Zeilen, %1 %</translation>
    </message>
</context>
<context>
    <name>paretune::MemoryBar</name>
    <message>
        <source>Memory estimate</source>
        <translation>Speicherschätzung</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>Aktivierungen</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>Reserve</source>
        <translation>Reserve</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 von %2: %3</translation>
    </message>
    <message>
        <source>%1: %2 (%3 % of the estimate)</source>
        <translation>%1: %2 (%3 % der Schätzung)</translation>
    </message>
    <message>
        <source>%1 estimated, %2 on this machine</source>
        <translation>%1 geschätzt, %2 auf diesem Rechner</translation>
    </message>
</context>
<context>
    <name>paretune::MemoryChart</name>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Peak</source>
        <translation>Spitze</translation>
    </message>
    <message>
        <source>Estimate %1</source>
        <translation>Schätzung %1</translation>
    </message>
    <message>
        <source>load</source>
        <translation>laden</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>train</source>
        <translation>trainieren</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>prüfen</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>sichern</translation>
    </message>
    <message>
        <source>export</source>
        <translation>exportieren</translation>
    </message>
    <message>
        <source>Measured before %1</source>
        <translation>Gemessen vor: %1</translation>
    </message>
</context>
<context>
    <name>paretune::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Take up the offer</source>
        <translation>Das Angebot annehmen</translation>
    </message>
</context>
<context>
    <name>paretune::MethodCard</name>
    <message>
        <source>3  Method</source>
        <translation>3  Methode</translation>
    </message>
    <message>
        <source>Merges</source>
        <translation>Verschmilzt</translation>
    </message>
    <message>
        <source>To LoRA</source>
        <translation>Zu LoRA</translation>
    </message>
    <message>
        <source>Quantised base</source>
        <translation>Quantisierte Basis</translation>
    </message>
    <message>
        <source>none: fresh values</source>
        <translation>keiner: frische Werte</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Methoden</translation>
    </message>
    <message>
        <source>Filter methods</source>
        <translation>Methoden filtern</translation>
    </message>
    <message>
        <source>Search %1 methods</source>
        <translation>%1 Methoden durchsuchen</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Familie</translation>
    </message>
    <message>
        <source>All families</source>
        <translation>Alle Familien</translation>
    </message>
    <message>
        <source>Only methods whose adapter can be merged into the weights</source>
        <translation>Nur Methoden, deren Adapter sich in die Gewichte einarbeiten lässt</translation>
    </message>
    <message>
        <source>Only methods whose adapter converts to plain LoRA</source>
        <translation>Nur Methoden, deren Adapter sich in ein einfaches LoRA umwandeln lässt</translation>
    </message>
    <message>
        <source>Only methods that work on a quantised base model</source>
        <translation>Nur Methoden, die mit einem quantisierten Basismodell arbeiten</translation>
    </message>
    <message>
        <source>No method matches. Clear the search or a filter.</source>
        <translation>Keine Methode passt. Leeren Sie die Suche oder einen Filter.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Sample prompts</source>
        <translation>Probefragen</translation>
    </message>
    <message>
        <source>One prompt per line (↵ stands for a line break). The base model and every checkpoint answer them, side by side.</source>
        <translation>Eine Frage je Zeile (↵ steht für einen Zeilenumbruch). Das Basismodell und jeder Sicherungspunkt beantworten sie nebeneinander.</translation>
    </message>
    <message>
        <source>Start from an adapter</source>
        <translation>Mit einem Adapter beginnen</translation>
    </message>
    <message>
        <source>Browse for an adapter folder</source>
        <translation>Adapterordner suchen</translation>
    </message>
    <message>
        <source>Start from an adapter (PEFT folder)</source>
        <translation>Mit einem Adapter beginnen (PEFT-Ordner)</translation>
    </message>
    <message>
        <source>Sample prompts and starting values</source>
        <translation>Probefragen und Anfangswerte</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>nicht gewählt</translation>
    </message>
    <message>
        <source>Quick look</source>
        <translation>Kurzer Blick</translation>
    </message>
    <message>
        <source>30 steps: does it learn at all?</source>
        <translation>30 Schritte: lernt es überhaupt?</translation>
    </message>
    <message>
        <source>One pass</source>
        <translation>Ein Durchgang</translation>
    </message>
    <message>
        <source>Every row once</source>
        <translation>Jede Zeile einmal</translation>
    </message>
    <message>
        <source>Three passes</source>
        <translation>Drei Durchgänge</translation>
    </message>
    <message>
        <source>Every row three times</source>
        <translation>Jede Zeile dreimal</translation>
    </message>
    <message>
        <source>Least memory</source>
        <translation>Wenig Speicher</translation>
    </message>
    <message>
        <source>One row at a time, the same step size, activations recomputed, 8-bit optimiser state</source>
        <translation>Eine Zeile auf einmal, gleich große Schritte, Aktivierungen neu berechnet, Optimierer mit 8 Bit</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Preset: %1</source>
        <translation>Vorlage: %1</translation>
    </message>
    <message>
        <source>Paper: %1</source>
        <translation>Aufsatz: %1</translation>
    </message>
    <message>
        <source>Published by PEFT (MetaMathQA, Llama-3.2-3B): best of %1 runs answers %2 % right</source>
        <translation>Von PEFT veröffentlicht (MetaMathQA, Llama-3.2-3B): der beste von %1 Läufen antwortet zu %2 % richtig</translation>
    </message>
    <message>
        <source>, %1 of GPU memory</source>
        <translation>, %1 GPU-Speicher</translation>
    </message>
    <message>
        <source>, adapter %1</source>
        <translation>, Adapter %1</translation>
    </message>
    <message>
        <source>best eval loss %1</source>
        <translation>bester Prüfverlust %1</translation>
    </message>
    <message>
        <source>best exact match %1 %</source>
        <translation>bestenfalls %1 % genau richtig</translation>
    </message>
    <message>
        <source>1 run of yours</source>
        <translation>1 eigener Lauf</translation>
    </message>
    <message>
        <source>%1 runs of yours</source>
        <translation>%1 eigene Läufe</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>The method “%1” is not in the catalogue. Choose another one.</source>
        <translation>Die Methode „%1“ ist nicht im Verzeichnis. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>no prompts</source>
        <translation>keine Fragen</translation>
    </message>
    <message>
        <source>1 prompt</source>
        <translation>1 Frage</translation>
    </message>
    <message>
        <source>%1 prompts</source>
        <translation>%1 Fragen</translation>
    </message>
</context>
<context>
    <name>paretune::MethodModel</name>
    <message>
        <source>merges</source>
        <translation>verschmilzt</translation>
    </message>
    <message>
        <source>to LoRA</source>
        <translation>zu LoRA</translation>
    </message>
    <message>
        <source>quantised base</source>
        <translation>quantisierte Basis</translation>
    </message>
    <message>
        <source>Weight updates</source>
        <translation>Gewichtsänderung</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>Selected weights</source>
        <translation>Gewählte Gewichte</translation>
    </message>
    <message>
        <source>Mixtures</source>
        <translation>Mischungen</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
</context>
<context>
    <name>paretune::MixPanel</name>
    <message>
        <source>Ranks side by side: exactly the weighted sum of the changes</source>
        <translation>Ränge nebeneinander: genau die gewichtete Summe der Änderungen</translation>
    </message>
    <message>
        <source>Factors are averaged; all ranks must be the same</source>
        <translation>Die Faktoren werden gemittelt; alle Ränge müssen gleich sein</translation>
    </message>
    <message>
        <source>The weighted sum, cut to one rank by SVD</source>
        <translation>Die gewichtete Summe, durch SVD auf einen Rang gekürzt</translation>
    </message>
    <message>
        <source>TIES: small values go, signs are voted on</source>
        <translation>TIES: Kleine Werte entfallen, über Vorzeichen wird abgestimmt</translation>
    </message>
    <message>
        <source>TIES on the changes, cut to one rank by SVD</source>
        <translation>TIES auf den Änderungen, durch SVD auf einen Rang gekürzt</translation>
    </message>
    <message>
        <source>DARE: values are dropped at random and the rest scaled up</source>
        <translation>DARE: Werte entfallen zufällig, der Rest wird vergrößert</translation>
    </message>
    <message>
        <source>DARE, then signs are voted on</source>
        <translation>DARE, danach wird über Vorzeichen abgestimmt</translation>
    </message>
    <message>
        <source>DARE on the changes, cut to one rank by SVD</source>
        <translation>DARE auf den Änderungen, durch SVD auf einen Rang gekürzt</translation>
    </message>
    <message>
        <source>DARE and TIES on the changes, cut to one rank by SVD</source>
        <translation>DARE und TIES auf den Änderungen, durch SVD auf einen Rang gekürzt</translation>
    </message>
    <message>
        <source>Small values go</source>
        <translation>Kleine Werte entfallen</translation>
    </message>
    <message>
        <source>Small values of the changes go, cut to one rank by SVD</source>
        <translation>Kleine Werte der Änderungen entfallen, durch SVD auf einen Rang gekürzt</translation>
    </message>
    <message>
        <source>Share kept</source>
        <translation>Behaltener Anteil</translation>
    </message>
    <message>
        <source>Train two LoRA adapters on this base model to mix them.</source>
        <translation>Zum Mischen zwei LoRA-Adapter auf diesem Basismodell trainieren.</translation>
    </message>
    <message>
        <source>How adapters are combined</source>
        <translation>Wie Adapter verbunden werden</translation>
    </message>
    <message>
        <source>Share of the values that is kept</source>
        <translation>Anteil der Werte, der bleibt</translation>
    </message>
    <message>
        <source>Combination</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Weight of %1</source>
        <translation>Gewicht von %1</translation>
    </message>
</context>
<context>
    <name>paretune::ModelCard</name>
    <message>
        <source>1  Base model</source>
        <translation>1  Basismodell</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Suchen …</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>Choose a model on this computer</source>
        <translation>Modell auf diesem Rechner wählen</translation>
    </message>
    <message>
        <source>Browse for a model</source>
        <translation>Modell suchen</translation>
    </message>
    <message>
        <source>Hugging Face folder…</source>
        <translation>Hugging-Face-Ordner …</translation>
    </message>
    <message>
        <source>GGUF file…</source>
        <translation>GGUF-Datei …</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>Herunterladen …</translation>
    </message>
    <message>
        <source>How frozen weights are kept</source>
        <translation>Wie eingefrorene Gewichte gehalten werden</translation>
    </message>
    <message>
        <source>Fewer bits for the linear layers of the blocks save memory; adapters are trained in full precision all the same</source>
        <translation>Weniger Bits für die linearen Schichten der Blöcke sparen Speicher; Adapter werden trotzdem mit voller Genauigkeit trainiert</translation>
    </message>
    <message>
        <source>32-bit numbers</source>
        <translation>Zahlen mit 32 Bit</translation>
    </message>
    <message>
        <source>4 bits (NF4, as in QLoRA)</source>
        <translation>4 Bit (NF4, wie in QLoRA)</translation>
    </message>
    <message>
        <source>8 bits (int8)</source>
        <translation>8 Bit (int8)</translation>
    </message>
    <message>
        <source>The file&apos;s own blocks (GGUF only)</source>
        <translation>Die Blöcke der Datei (nur GGUF)</translation>
    </message>
    <message>
        <source>&amp;Frozen weights</source>
        <translation>&amp;Eingefrorene Gewichte</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>nicht gewählt</translation>
    </message>
    <message>
        <source>Folder with config.json and *.safetensors</source>
        <translation>Ordner mit config.json und *.safetensors</translation>
    </message>
    <message>
        <source>Choose a GGUF file</source>
        <translation>GGUF-Datei wählen</translation>
    </message>
    <message>
        <source>GGUF models (*.gguf)</source>
        <translation>GGUF-Modelle (*.gguf)</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>wird gelesen</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>nicht verwendbar</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Stored as</source>
        <translation>Gespeichert als</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>%1 layers × %2</source>
        <translation>%1 Schichten × %2</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>Chatvorlage</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
</context>
<context>
    <name>paretune::ParamEditor</name>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>%1  (default)</source>
        <translation>%1  (Vorgabe)</translation>
    </message>
    <message>
        <source>default: %1</source>
        <translation>Vorgabe: %1</translation>
    </message>
</context>
<context>
    <name>paretune::ParamForm</name>
    <message>
        <source>No setting matches the search.</source>
        <translation>Keine Einstellung passt zur Suche.</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Einstellungen suchen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation>Alle Einstellungen zurücksetzen</translation>
    </message>
    <message>
        <source>Advanced settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>All defaults</source>
        <translation>Alles wie vorgegeben</translation>
    </message>
    <message>
        <source>1 non-default setting</source>
        <translation>1 geänderte Einstellung</translation>
    </message>
    <message>
        <source>%1 non-default settings</source>
        <translation>%1 geänderte Einstellungen</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Für Fortgeschrittene</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>Mehr Einstellungen</translation>
    </message>
    <message>
        <source>%1 (%2, %3 changed)</source>
        <translation>%1 (%2, %3 geändert)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>paretune::ParamRow</name>
    <message>
        <source>Default: %1</source>
        <translation>Vorgabe: %1</translation>
    </message>
    <message>
        <source>Least: %1</source>
        <translation>Mindestens: %1</translation>
    </message>
    <message>
        <source>Largest: %1</source>
        <translation>Höchstens: %1</translation>
    </message>
    <message>
        <source>Back to the default: %1</source>
        <translation>Zurück zur Vorgabe: %1</translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation>%1 zurücksetzen</translation>
    </message>
</context>
<context>
    <name>paretune::ParetoChart</name>
    <message>
        <source>Scatter of runs with their Pareto front</source>
        <translation>Streudiagramm der Läufe mit ihrer Pareto-Front</translation>
    </message>
    <message>
        <source>No run has both values yet. Pick other axes, or let a run reach its first evaluation.</source>
        <translation>Noch hat kein Lauf beide Werte. Wählen Sie andere Achsen, oder lassen Sie einen Lauf zur ersten Prüfung kommen.</translation>
    </message>
    <message>
        <source>  (← better)</source>
        <translation>  (← besser)</translation>
    </message>
    <message>
        <source>  (better →)</source>
        <translation>  (besser →)</translation>
    </message>
    <message>
        <source>Published: %1</source>
        <translation>Veröffentlicht: %1</translation>
    </message>
</context>
<context>
    <name>paretune::PathEdit</name>
    <message>
        <source>Browse…</source>
        <translation>Suchen …</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>Zuletzt benutzte Dateien</translation>
    </message>
    <message>
        <source>Files used before</source>
        <translation>Früher benutzte Dateien</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Datei wählen</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
</context>
<context>
    <name>paretune::PlanPane</name>
    <message>
        <source>What will happen</source>
        <translation>Was geschehen wird</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Try the bundled example</source>
        <translation>Mitgeliefertes Beispiel versuchen</translation>
    </message>
    <message>
        <source>Takes about</source>
        <translation>Dauert etwa</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>Trainiert</translation>
    </message>
    <message>
        <source>Tokens a step</source>
        <translation>Token je Schritt</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>Name des Laufs</translation>
    </message>
    <message>
        <source>Name of the run (optional)</source>
        <translation>Name des Laufs (freiwillig)</translation>
    </message>
    <message>
        <source>Chooses the bundled model, data and method</source>
        <translation>Wählt Modell, Daten und Methode des Beispiels</translation>
    </message>
    <message>
        <source>Steps, memory and time appear here once model, data and method are chosen.</source>
        <translation>Schritte, Speicher und Zeit erscheinen hier, sobald Modell, Daten und Methode gewählt sind.</translation>
    </message>
    <message>
        <source>%1 of %2 parameters</source>
        <translation>%1 von %2 Parametern</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Memory: about %1 of %2 free, fits</source>
        <translation>Speicher: etwa %1 von %2 freien, passt</translation>
    </message>
    <message>
        <source>Memory: about %1, but only %2 are free</source>
        <translation>Speicher: etwa %1, aber nur %2 sind frei</translation>
    </message>
    <message>
        <source>To make it fit:</source>
        <translation>Damit es passt:</translation>
    </message>
    <message>
        <source>up to date</source>
        <translation>aktuell</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Apply: %1</source>
        <translation>Anwenden: %1</translation>
    </message>
    <message>
        <source>estimating</source>
        <translation>wird geschätzt</translation>
    </message>
    <message>
        <source>no estimate</source>
        <translation>keine Schätzung</translation>
    </message>
    <message>
        <source>Start although memory may run out</source>
        <translation>Starten, obwohl Speicher fehlen kann</translation>
    </message>
    <message>
        <source>%1 (F5)</source>
        <translation>%1 (F5)</translation>
    </message>
    <message>
        <source>Loads the model and makes the largest pass once, so that memory and time are measured, not estimated. Every run does so at its start.</source>
        <translation>Lädt das Modell und rechnet den größten Durchgang einmal, damit Speicher und Zeit gemessen sind, nicht geschätzt. Jeder Lauf tut das zu Beginn.</translation>
    </message>
    <message>
        <source>Memory: measured %1 at most, of %2 free; estimated were %3</source>
        <translation>Speicher: höchstens %1 gemessen, von %2 frei; geschätzt waren %3</translation>
    </message>
    <message>
        <source>Takes, measured</source>
        <translation>Dauer, gemessen</translation>
    </message>
    <message>
        <source>%1 – stop</source>
        <translation>%1 – anhalten</translation>
    </message>
    <message>
        <source>Measure now</source>
        <translation>Jetzt messen</translation>
    </message>
    <message>
        <source>Compare methods…</source>
        <translation>Methoden vergleichen…</translation>
    </message>
    <message>
        <source>Tries several methods on this model and data and says which one is worth keeping</source>
        <translation>Probiert mehrere Methoden mit diesem Modell und diesen Daten und sagt, welche sich lohnt</translation>
    </message>
    <message>
        <source>Compare methods on this data</source>
        <translation>Methoden mit diesen Daten vergleichen</translation>
    </message>
    <message>
        <source>at the end</source>
        <translation>am Ende</translation>
    </message>
    <message>
        <source>A checkpoint is written every %1 steps.</source>
        <translation>Alle %1 Schritte wird ein Sicherungspunkt geschrieben.</translation>
    </message>
    <message>
        <source>%1 sample prompts are answered along the way.</source>
        <translation>%1 Probefragen werden unterwegs beantwortet.</translation>
    </message>
    <message>
        <source>No rows are held out, so there is no evaluation.</source>
        <translation>Keine Zeilen werden zurückgehalten, also gibt es keine Prüfung.</translation>
    </message>
    <message>
        <source>every %1 steps and at the end</source>
        <translation>alle %1 Schritte und am Ende</translation>
    </message>
    <message>
        <source>Held-out rows are measured %1.</source>
        <translation>Die zurückgehaltenen Zeilen werden %1 gemessen.</translation>
    </message>
    <message>
        <source>%1 % of all parameters change.</source>
        <translation>%1 % aller Parameter ändern sich.</translation>
    </message>
    <message>
        <source>%1 trains on %2 rows for %3 steps, about %4 passes over the data.</source>
        <translation>%1 trainiert auf %2 Zeilen %3 Schritte lang, etwa %4 Durchgänge durch die Daten.</translation>
    </message>
    <message>
        <source>The largest pass is made once before the first step, to measure memory and time.</source>
        <translation>Vor dem ersten Schritt wird der größte Durchgang einmal gerechnet, um Speicher und Zeit zu messen.</translation>
    </message>
    <message>
        <source>The untouched model is measured first, then held-out rows %1.</source>
        <translation>Erst wird das unberührte Modell gemessen, dann die zurückgehaltenen Zeilen %1.</translation>
    </message>
    <message>
        <source>A checkpoint is written when you stop.</source>
        <translation>Beim Anhalten wird ein Sicherungspunkt geschrieben.</translation>
    </message>
    <message>
        <source>1 sample prompt is answered along the way.</source>
        <translation>1 Probefrage wird unterwegs beantwortet.</translation>
    </message>
    <message>
        <source>Measured: %1 for a pass of %2 tokens, %3 a step; the evaluations take about %4</source>
        <translation>Gemessen: %1 für einen Durchgang von %2 Token, %3 je Schritt; die Auswertungen dauern etwa %4</translation>
    </message>
    <message>
        <source>%1 a step and %2 for the evaluations; a guess that past runs correct</source>
        <translation>%1 je Schritt und %2 für die Auswertungen; eine Schätzung, die frühere Läufe verbessern</translation>
    </message>
</context>
<context>
    <name>paretune::PlayColumn</name>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>Mix of adapters</source>
        <translation>Mischung von Adaptern</translation>
    </message>
    <message>
        <source>With adapter</source>
        <translation>Mit Adapter</translation>
    </message>
    <message>
        <source>Answers appear here.</source>
        <translation>Hier erscheinen Antworten.</translation>
    </message>
    <message>
        <source>Answers of the base model</source>
        <translation>Antworten des Basismodells</translation>
    </message>
    <message>
        <source>Answers with the adapter</source>
        <translation>Antworten mit dem Adapter</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>Letzte Antwort kopieren</translation>
    </message>
    <message>
        <source>Copy the last answer: %1</source>
        <translation>Letzte Antwort kopieren: %1</translation>
    </message>
    <message>
        <source>Take this side away</source>
        <translation>Diese Seite entfernen</translation>
    </message>
</context>
<context>
    <name>paretune::PlaygroundPage</name>
    <message>
        <source>System prompt</source>
        <translation>Systemanweisung</translation>
    </message>
    <message>
        <source>System prompt (optional)</source>
        <translation>Systemanweisung (freiwillig)</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neues Gespräch</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Spielplatz</translation>
    </message>
    <message>
        <source>Run %1 on %2</source>
        <translation>Lauf %1 auf %2</translation>
    </message>
    <message>
        <source>Adapter folder…</source>
        <translation>Adapterordner …</translation>
    </message>
    <message>
        <source>Folder with adapter_config.json</source>
        <translation>Ordner mit adapter_config.json</translation>
    </message>
    <message>
        <source>Choose a base model first</source>
        <translation>Erst ein Basismodell wählen</translation>
    </message>
    <message>
        <source>Write a prompt first</source>
        <translation>Erst eine Frage schreiben</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>Senden (Eingabe)</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>%1 tokens · %2 tokens/s</source>
        <translation>%1 Token · %2 Token/s</translation>
    </message>
    <message>
        <source>cut at the longest answer</source>
        <translation>bei der längsten Antwort abgeschnitten</translation>
    </message>
    <message>
        <source>Both answers are the same, word for word.</source>
        <translation>Beide Antworten sind Wort für Wort gleich.</translation>
    </message>
    <message>
        <source>The adapter changed the answer.</source>
        <translation>Der Adapter hat die Antwort geändert.</translation>
    </message>
    <message>
        <source>Ask all. Enter sends, Shift+Enter breaks the line.</source>
        <translation>Alle fragen. Eingabe sendet, Umschalt+Eingabe bricht die Zeile um.</translation>
    </message>
    <message>
        <source>Show how sure each token was</source>
        <translation>Zeigen, wie sicher jedes Token war</translation>
    </message>
    <message>
        <source>Dotted: below 50 %. Wavy and bold: below 10 %. Point at a token for the others.</source>
        <translation>Gepunktet: unter 50 %. Wellig und fett: unter 10 %. Auf ein Token zeigen, um die anderen zu sehen.</translation>
    </message>
    <message>
        <source>Add a trained adapter</source>
        <translation>Einen trainierten Adapter hinzufügen</translation>
    </message>
    <message>
        <source>Earlier chats</source>
        <translation>Frühere Gespräche</translation>
    </message>
    <message>
        <source>The same prompt goes to all, with the same settings and seed.</source>
        <translation>Derselbe Prompt geht an alle, mit denselben Einstellungen und demselben Startwert.</translation>
    </message>
    <message>
        <source>Beside it</source>
        <translation>Daneben</translation>
    </message>
    <message>
        <source>Mix LoRA adapters</source>
        <translation>LoRA-Adapter mischen</translation>
    </message>
    <message>
        <source>Add a trained adapter…</source>
        <translation>Trainierten Adapter hinzufügen …</translation>
    </message>
    <message>
        <source>Stop the answers first.</source>
        <translation>Zuerst die Antworten anhalten.</translation>
    </message>
    <message>
        <source>Combined anew when the next prompt is sent</source>
        <translation>Wird beim nächsten Prompt neu verbunden</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Open an earlier chat…</source>
        <translation>Früheres Gespräch öffnen …</translation>
    </message>
    <message>
        <source>Delete this chat</source>
        <translation>Dieses Gespräch löschen</translation>
    </message>
    <message>
        <source>Choose two adapters or more for the mix, or take its side away</source>
        <translation>Für die Mischung zwei oder mehr Adapter wählen, oder ihre Seite entfernen</translation>
    </message>
    <message>
        <source>Take the mix away</source>
        <translation>Mischung entfernen</translation>
    </message>
    <message>
        <source>Add the mix beside them</source>
        <translation>Mischung daneben stellen</translation>
    </message>
    <message>
        <source>Choose two adapters or more</source>
        <translation>Zwei oder mehr Adapter wählen</translation>
    </message>
    <message>
        <source>%1 of %2 adapters changed the answer of the base model.</source>
        <translation>%1 von %2 Adaptern änderten die Antwort des Basismodells.</translation>
    </message>
</context>
<context>
    <name>paretune::RunCharts</name>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Loss chart</source>
        <translation>Verlustdiagramm</translation>
    </message>
    <message>
        <source>The first loss point comes after the first step.</source>
        <translation>Der erste Verlustpunkt kommt nach dem ersten Schritt.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>%1 chart</source>
        <translation>Diagramm %1</translation>
    </message>
    <message>
        <source>Base model %1</source>
        <translation>Basismodell %1</translation>
    </message>
</context>
<context>
    <name>paretune::RunHeader</name>
    <message>
        <source>Waiting for its turn</source>
        <translation>Wartet, bis er dran ist</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Reading the data</source>
        <translation>Daten werden gelesen</translation>
    </message>
    <message>
        <source>Measuring the base model</source>
        <translation>Basismodell wird gemessen</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Evaluating</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Saving a checkpoint</source>
        <translation>Sicherungspunkt wird gespeichert</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Wird exportiert</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>Name des Laufs</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>Fortschritt des Laufs</translation>
    </message>
    <message>
        <source>Sample now</source>
        <translation>Jetzt fragen</translation>
    </message>
    <message>
        <source>Let the model answer the fixed prompts now</source>
        <translation>Das Modell jetzt die festen Fragen beantworten lassen</translation>
    </message>
    <message>
        <source>Save now</source>
        <translation>Jetzt sichern</translation>
    </message>
    <message>
        <source>Write a checkpoint now</source>
        <translation>Jetzt einen Sicherungspunkt schreiben</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>End after this step with a checkpoint; can be resumed</source>
        <translation>Nach diesem Schritt mit einem Sicherungspunkt enden; lässt sich fortsetzen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on from the last checkpoint</source>
        <translation>Am letzten Sicherungspunkt weitermachen</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Talk to the trained model in the playground</source>
        <translation>Mit dem trainierten Modell im Spielplatz sprechen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Write the adapter or a merged model</source>
        <translation>Den Adapter oder ein verschmolzenes Modell schreiben</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neues Etikett</translation>
    </message>
    <message>
        <source>New tag, then Enter</source>
        <translation>Neues Etikett, dann Eingabe</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>Etikett anfügen</translation>
    </message>
    <message>
        <source>New run with these settings</source>
        <translation>Neuer Lauf mit diesen Einstellungen</translation>
    </message>
    <message>
        <source>Copy the run&apos;s id</source>
        <translation>Kennung des Laufs kopieren</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>%1 trainable</source>
        <translation>%1 trainierbar</translation>
    </message>
    <message>
        <source>Click to remove the tag</source>
        <translation>Klick entfernt das Etikett</translation>
    </message>
    <message>
        <source>Remove the tag %1</source>
        <translation>Etikett %1 entfernen</translation>
    </message>
    <message>
        <source>%1 earlier under Notes</source>
        <translation>%1 frühere unter Notizen</translation>
    </message>
    <message>
        <source>This run is still going. Stop it first, then delete it.</source>
        <translation>Dieser Lauf ist noch im Gang. Erst anhalten, dann löschen.</translation>
    </message>
    <message>
        <source>Delete this run with its checkpoints, adapter and figures? This cannot be taken back.</source>
        <translation>Diesen Lauf mit Sicherungspunkten, Adapter und Zahlen löschen? Das lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>Making the largest pass</source>
        <translation>Rechnet den größten Durchgang</translation>
    </message>
    <message>
        <source>Looking at what the adapter changes</source>
        <translation>Sieht nach, was der Adapter ändert</translation>
    </message>
    <message>
        <source>Waiting for room on the disk</source>
        <translation>Wartet auf Platz auf der Platte</translation>
    </message>
    <message>
        <source>Measuring what it forgot</source>
        <translation>Misst, was es vergessen hat</translation>
    </message>
</context>
<context>
    <name>paretune::RunTable</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>Trainiert</translation>
    </message>
    <message>
        <source>F2 edits</source>
        <translation>F2 bearbeitet</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
</context>
<context>
    <name>paretune::RunView</name>
    <message>
        <source>No sample yet. Fixed prompts are answered at every evaluation; add some under Setup, or press Sample now while the run goes on.</source>
        <translation>Noch keine Probe. Feste Fragen werden bei jeder Prüfung beantwortet; fügen Sie unter Einrichten welche hinzu, oder drücken Sie während des Laufs Jetzt fragen.</translation>
    </message>
    <message>
        <source>Answers to the fixed prompts, by step</source>
        <translation>Antworten auf die festen Fragen, nach Schritt</translation>
    </message>
    <message>
        <source>Settings of the run</source>
        <translation>Einstellungen des Laufs</translation>
    </message>
    <message>
        <source>Your note</source>
        <translation>Ihre Notiz</translation>
    </message>
    <message>
        <source>Your note on this run</source>
        <translation>Ihre Notiz zu diesem Lauf</translation>
    </message>
    <message>
        <source>What did you want to find out, and what came of it? Kept by itself.</source>
        <translation>Was wollten Sie herausfinden, und was ist daraus geworden? Wird von selbst gespeichert.</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Gesundheit</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Nothing unusual so far.</source>
        <translation>Bisher nichts Ungewöhnliches.</translation>
    </message>
    <message>
        <source>Checkpoint of step %1 saved</source>
        <translation>Sicherungspunkt von Schritt %1 gespeichert</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <source>What the adapter changes is measured when the run has taken its last step.</source>
        <translation>Was der Adapter ändert, wird nach dem letzten Schritt des Laufs gemessen.</translation>
    </message>
    <message>
        <source>Set up with %1.</source>
        <translation>Eingerichtet mit %1.</translation>
    </message>
</context>
<context>
    <name>paretune::RunsPage</name>
    <message>
        <source>Filter runs</source>
        <translation>Läufe filtern</translation>
    </message>
    <message>
        <source>Filter by name, method, tag, state</source>
        <translation>Nach Name, Methode, Etikett, Zustand filtern</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>No run matches.</source>
        <translation>Kein Lauf passt.</translation>
    </message>
    <message>
        <source>Stop all runs</source>
        <translation>Alle Läufe anhalten</translation>
    </message>
    <message>
        <source>End every running and waiting run with a checkpoint</source>
        <translation>Jeden laufenden und wartenden Lauf mit einem Sicherungspunkt beenden</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>Noch kein Lauf</translation>
    </message>
    <message>
        <source>Choose a model, data and a method under Setup, then press Start.
The run appears here at once, with its curves and answers.</source>
        <translation>Wählen Sie unter Einrichten Modell, Daten und Methode, dann drücken Sie Start.
Der Lauf erscheint hier sofort, mit Kurven und Antworten.</translation>
    </message>
    <message>
        <source>Go to Setup</source>
        <translation>Zum Einrichten</translation>
    </message>
</context>
<context>
    <name>paretune::SampleCompare</name>
    <message>
        <source>Step %1: %2</source>
        <translation>Schritt %1: %2</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
</context>
<context>
    <name>paretune::SampleTable</name>
    <message>
        <source>Prompt</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
</context>
<context>
    <name>paretune::SearchesBox</name>
    <message>
        <source>Show searches</source>
        <translation>Suchläufe zeigen</translation>
    </message>
    <message>
        <source>Short runs with which a tournament finds each method&apos;s learning rate</source>
        <translation>Kurze Läufe, mit denen ein Turnier die Lernrate jeder Methode findet</translation>
    </message>
</context>
<context>
    <name>paretune::SettingsTable</name>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
</context>
<context>
    <name>paretune::SetupHistory</name>
    <message>
        <source>method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>frozen weights</source>
        <translation>eingefrorene Gewichte</translation>
    </message>
    <message>
        <source>adapter to start from</source>
        <translation>Adapter zum Beginnen</translation>
    </message>
    <message>
        <source>sample prompts</source>
        <translation>Probefragen</translation>
    </message>
    <message>
        <source>data file</source>
        <translation>Datendatei</translation>
    </message>
    <message>
        <source>several settings</source>
        <translation>mehrere Einstellungen</translation>
    </message>
</context>
<context>
    <name>paretune::SetupPage</name>
    <message>
        <source>Choose a base model first</source>
        <translation>Erst ein Basismodell wählen</translation>
    </message>
    <message>
        <source>This base model cannot be used</source>
        <translation>Dieses Basismodell ist nicht verwendbar</translation>
    </message>
    <message>
        <source>Choose a data file first</source>
        <translation>Erst eine Datendatei wählen</translation>
    </message>
    <message>
        <source>The data cannot be used yet</source>
        <translation>Die Daten sind noch nicht verwendbar</translation>
    </message>
    <message>
        <source>A data setting is not valid</source>
        <translation>Eine Dateneinstellung ist ungültig</translation>
    </message>
    <message>
        <source>Choose a method first</source>
        <translation>Erst eine Methode wählen</translation>
    </message>
    <message>
        <source>A method or training setting is not valid</source>
        <translation>Eine Einstellung von Methode oder Training ist ungültig</translation>
    </message>
    <message>
        <source>Steps, memory and time appear here once model, data and method are chosen.</source>
        <translation>Schritte, Speicher und Zeit erscheinen hier, sobald Modell, Daten und Methode gewählt sind.</translation>
    </message>
    <message>
        <source>Fits: about %1 of %2 free memory for this training</source>
        <translation>Passt: etwa %1 von %2 freiem Speicher für dieses Training</translation>
    </message>
    <message>
        <source>Does not fit as set: about %1, %2 are free</source>
        <translation>Passt so nicht: etwa %1, %2 sind frei</translation>
    </message>
    <message>
        <source>Trains %1 parameters, %2 of adapter in 32-bit floats</source>
        <translation>Trainiert %1 Parameter, %2 Adapter in Zahlen mit 32 Bit</translation>
    </message>
    <message>
        <source>%1 is now %2</source>
        <translation>%1 ist jetzt %2</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>%1, %2 rows</source>
        <translation>%1, %2 Zeilen</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 mit %2</translation>
    </message>
</context>
<context>
    <name>paretune::SweepTable</name>
    <message>
        <source>Looking for a learning rate</source>
        <translation>Sucht Lernrate</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>Empfohlen</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Startwerte</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
</context>
<context>
    <name>paretune::TokenChips</name>
    <message>
        <source>Tokens of the row</source>
        <translation>Token der Zeile</translation>
    </message>
    <message>
        <source>This row has no tokens.</source>
        <translation>Diese Zeile hat keine Token.</translation>
    </message>
    <message>
        <source>%1 tokens, %2 trained</source>
        <translation>%1 Token, %2 trainiert</translation>
    </message>
    <message>
        <source>Cut here: %1 more tokens are not seen by the model</source>
        <translation>Hier gekürzt: %1 weitere Token sieht das Modell nicht</translation>
    </message>
    <message>
        <source>Token %1 of %2 · id %3 · “%4” · %5%6</source>
        <translation>Token %1 von %2 · Nummer %3 · „%4“ · %5%6</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>not trained</source>
        <translation>nicht trainiert</translation>
    </message>
    <message>
        <source> · special token</source>
        <translation> · Sondertoken</translation>
    </message>
</context>
<context>
    <name>paretune::Tour</name>
    <message>
        <source>Skip the tour</source>
        <translation>Rundgang beenden</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>paretune::TournamentChoice</name>
    <message>
        <source>What to try</source>
        <translation>Was probiert wird</translation>
    </message>
    <message>
        <source>Every method sees the same rows in the same order, so that the results tell the methods apart.</source>
        <translation>Jede Methode sieht dieselben Zeilen in derselben Reihenfolge, damit die Ergebnisse die Methoden unterscheiden.</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Startwerte</translation>
    </message>
    <message>
        <source>Tokens a run</source>
        <translation>Token je Lauf</translation>
    </message>
    <message>
        <source>Time a run</source>
        <translation>Zeit je Lauf</translation>
    </message>
    <message>
        <source>Memory a run may take</source>
        <translation>Speicher je Lauf höchstens</translation>
    </message>
    <message>
        <source>Find each method&apos;s learning rate first</source>
        <translation>Erst die Lernrate jeder Methode finden</translation>
    </message>
    <message>
        <source>How often each method trains, each time from another start. One seed cannot show whether a difference is more than chance.</source>
        <translation>Wie oft jede Methode trainiert, jedes Mal von einem anderen Startwert aus. Einer allein kann nicht zeigen, ob ein Unterschied mehr als Zufall ist.</translation>
    </message>
    <message>
        <source>Length of a run</source>
        <translation>Länge eines Laufs</translation>
    </message>
    <message>
        <source>As set up</source>
        <translation>Wie eingerichtet</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Every run sees equally many tokens. With a time, the slowest method takes so long and the others see as much as it does.</source>
        <translation>Jeder Lauf sieht gleich viele Token. Bei einer Zeit braucht die langsamste Methode so lange, und die anderen sehen so viel wie sie.</translation>
    </message>
    <message>
        <source> seconds</source>
        <translation> Sekunden</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source>What is free</source>
        <translation>Was frei ist</translation>
    </message>
    <message>
        <source>A method that needs more is left out; what would make it fit is said beside it.</source>
        <translation>Eine Methode, die mehr braucht, wird ausgelassen; daneben steht, womit sie passen würde.</translation>
    </message>
    <message>
        <source>Short runs at several learning rates; the better half goes on. Methods need rates that lie far apart, so one for all is not fair.</source>
        <translation>Kurze Läufe mit mehreren Lernraten; die bessere Hälfte macht weiter. Methoden brauchen weit auseinander liegende Raten, eine für alle wäre ungerecht.</translation>
    </message>
    <message>
        <source>Choose a method first</source>
        <translation>Erst eine Methode wählen</translation>
    </message>
</context>
<context>
    <name>paretune::TournamentMethods</name>
    <message>
        <source>The ten useful ones</source>
        <translation>Die zehn nützlichen</translation>
    </message>
    <message>
        <source>Methods that are worth trying first, each with settings that others found good</source>
        <translation>Methoden, die man zuerst probieren sollte, jede mit Einstellungen, die andere gut fanden</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Choose no method</source>
        <translation>Keine Methode wählen</translation>
    </message>
    <message>
        <source>Add another method</source>
        <translation>Weitere Methode hinzufügen</translation>
    </message>
    <message>
        <source>Any method. The one that is chosen under Setup takes part with its settings there, the others with their defaults.</source>
        <translation>Jede Methode. Die unter Einrichten gewählte nimmt mit ihren Einstellungen dort teil, die anderen mit ihren Vorgaben.</translation>
    </message>
    <message>
        <source>Add another method…</source>
        <translation>Weitere Methode hinzufügen…</translation>
    </message>
    <message>
        <source>1 method</source>
        <translation>1 Methode</translation>
    </message>
    <message>
        <source>%1 methods</source>
        <translation>%1 Methoden</translation>
    </message>
</context>
<context>
    <name>paretune::TournamentPage</name>
    <message>
        <source>New tournament</source>
        <translation>Neues Turnier</translation>
    </message>
    <message>
        <source>Tournaments</source>
        <translation>Turniere</translation>
    </message>
    <message>
        <source>Change on Setup</source>
        <translation>Unter Einrichten ändern</translation>
    </message>
    <message>
        <source>Model, data and training settings are those of the page Setup</source>
        <translation>Modell, Daten und Trainingseinstellungen sind die der Seite Einrichten</translation>
    </message>
    <message>
        <source>planning</source>
        <translation>plant</translation>
    </message>
    <message>
        <source>1 method on %1</source>
        <translation>1 Methode mit %1</translation>
    </message>
    <message>
        <source>%1 methods on %2</source>
        <translation>%1 Methoden mit %2</translation>
    </message>
    <message>
        <source>planning, %1 %</source>
        <translation>plant, %1 %</translation>
    </message>
    <message>
        <source>Fewer seeds than three, because they would take %1. Set their number to have them all the same.</source>
        <translation>Weniger als drei Startwerte, denn sie brauchten %1. Stellen Sie die Zahl ein, um sie trotzdem zu haben.</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>paretune::TournamentPlanPane</name>
    <message>
        <source>What will happen</source>
        <translation>Was geschehen wird</translation>
    </message>
    <message>
        <source>Takes about</source>
        <translation>Dauert etwa</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Tokens a run</source>
        <translation>Token je Lauf</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>Speicherspitze</translation>
    </message>
    <message>
        <source>Name of the tournament</source>
        <translation>Name des Turniers</translation>
    </message>
    <message>
        <source>Start the tournament (F5)</source>
        <translation>Das Turnier starten (F5)</translation>
    </message>
    <message>
        <source>Working out the plan…</source>
        <translation>Der Plan wird gemacht…</translation>
    </message>
    <message>
        <source>Runs, time and memory appear here once there is something to compare.</source>
        <translation>Läufe, Zeit und Speicher stehen hier, sobald es etwas zu vergleichen gibt.</translation>
    </message>
    <message>
        <source>no estimate</source>
        <translation>keine Schätzung</translation>
    </message>
    <message>
        <source>Start the tournament</source>
        <translation>Turnier starten</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1 + %2 short</source>
        <translation>%1 + %2 kurze</translation>
    </message>
    <message>
        <source>differ</source>
        <translation>verschieden</translation>
    </message>
    <message>
        <source>%1 methods train once each, one after another, on the same rows in the same order.</source>
        <translation>%1 Methoden trainieren je einmal, nacheinander, mit denselben Zeilen in derselben Reihenfolge.</translation>
    </message>
    <message>
        <source>%1 methods train %2 times each, one after another, on the same rows in the same order.</source>
        <translation>%1 Methoden trainieren je %2-mal, nacheinander, mit denselben Zeilen in derselben Reihenfolge.</translation>
    </message>
    <message>
        <source>Before that, %1 short runs find each method&apos;s learning rate: about %2.</source>
        <translation>Zuvor finden %1 kurze Läufe die Lernrate jeder Methode: etwa %2.</translation>
    </message>
    <message>
        <source>Quality is measured on the rows that are held out; beside it, how much each method changes answers to general questions.</source>
        <translation>Die Güte wird an den zurückgehaltenen Zeilen gemessen; daneben, wie sehr jede Methode Antworten auf allgemeine Fragen ändert.</translation>
    </message>
    <message>
        <source>1 method is left out</source>
        <translation>1 Methode wird ausgelassen</translation>
    </message>
    <message>
        <source>%1 methods are left out</source>
        <translation>%1 Methoden werden ausgelassen</translation>
    </message>
    <message>
        <source>up to date</source>
        <translation>aktuell</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>It would fit: %1</source>
        <translation>Damit passt sie: %1</translation>
    </message>
    <message>
        <source>Training and evaluations. A guess that past runs correct.</source>
        <translation>Training und Auswertungen. Eine Schätzung, die frühere Läufe berichtigen.</translation>
    </message>
</context>
<context>
    <name>paretune::TournamentView</name>
    <message>
        <source>Runs that are done</source>
        <translation>Erledigte Läufe</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Ends the run under way with a checkpoint. What is finished stays, and Go on takes up the rest.</source>
        <translation>Beendet den laufenden Lauf mit einem Checkpoint. Was fertig ist, bleibt, und Weiter holt den Rest nach.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Makes the runs that are still missing</source>
        <translation>Macht die Läufe, die noch fehlen</translation>
    </message>
    <message>
        <source>Try failed runs again</source>
        <translation>Gescheiterte noch einmal</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Was es ergibt</translation>
    </message>
    <message>
        <source>Recommendation</source>
        <translation>Empfehlung</translation>
    </message>
    <message>
        <source>Export this adapter…</source>
        <translation>Diesen Adapter exportieren…</translation>
    </message>
    <message>
        <source>The best run of the recommended method</source>
        <translation>Der beste Lauf der empfohlenen Methode</translation>
    </message>
    <message>
        <source>Open its runs in Compare</source>
        <translation>Seine Läufe im Vergleich öffnen</translation>
    </message>
    <message>
        <source>Use these settings on Setup</source>
        <translation>Diese Einstellungen übernehmen</translation>
    </message>
    <message>
        <source>The recommended method with the learning rate that was found</source>
        <translation>Die empfohlene Methode mit der gefundenen Lernrate</translation>
    </message>
    <message>
        <source>Vertical value</source>
        <translation>Senkrechter Wert</translation>
    </message>
    <message>
        <source>Horizontal value</source>
        <translation>Waagerechter Wert</translation>
    </message>
    <message>
        <source>over</source>
        <translation>über</translation>
    </message>
    <message>
        <source>Methods of the tournament</source>
        <translation>Methoden des Turniers</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>As Markdown</source>
        <translation>Als Markdown</translation>
    </message>
    <message>
        <source>As CSV</source>
        <translation>Als CSV</translation>
    </message>
    <message>
        <source>Means over the seeds with their 95 % intervals</source>
        <translation>Mittel über die Startwerte mit ihren 95-%-Intervallen</translation>
    </message>
    <message>
        <source>Runs that failed</source>
        <translation>Gescheiterte Läufe</translation>
    </message>
    <message>
        <source>%1 of %2 runs done</source>
        <translation>%1 von %2 Läufen erledigt</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>noch etwa %1</translation>
    </message>
    <message>
        <source>The recommendation appears here as soon as runs have finished.</source>
        <translation>Die Empfehlung steht hier, sobald Läufe fertig sind.</translation>
    </message>
    <message>
        <source>So far: %1</source>
        <translation>Bisher: %1</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 ist gescheitert: %2</translation>
    </message>
    <message>
        <source>Enter or a double click opens the run</source>
        <translation>Enter oder ein Doppelklick öffnet den Lauf</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an…</translation>
    </message>
</context>
<context>
    <name>paretune::WorkDialog</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen …</translation>
    </message>
</context>
<context>
    <name>runs</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
</context>
</TS>
