<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>engine</name>
    <message>
        <source>Rank of the factors: more learns more and costs more.</source>
        <translation>Rang der Faktoren: mehr lernt mehr und kostet mehr.</translation>
    </message>
    <message>
        <source>Strength: the change is multiplied by alpha / r.</source>
        <translation>Stärke: die Änderung wird mit alpha / r malgenommen.</translation>
    </message>
    <message>
        <source>Share of the outputs of a change that are set to zero while training.</source>
        <translation>Anteil der Ausgaben einer Änderung, die beim Training null gesetzt werden.</translation>
    </message>
    <message>
        <source>How often the change of a whole layer is left out while training.</source>
        <translation>Wie oft beim Training die Änderung einer ganzen Schicht ausgelassen wird.</translation>
    </message>
    <message>
        <source>Ranks of single layers: names or regular expressions with a number.</source>
        <translation>Ränge einzelner Schichten: Namen oder reguläre Ausdrücke mit einer Zahl.</translation>
    </message>
    <message>
        <source>alpha of single layers, as rank_pattern.</source>
        <translation>alpha einzelner Schichten, wie bei rank_pattern.</translation>
    </message>
    <message>
        <source>The text that TEXT starts from.</source>
        <translation>Der Text, mit dem TEXT beginnt.</translation>
    </message>
    <message>
        <source>The model whose tokenizer reads that text, usually the one that is trained.</source>
        <translation>Das Modell, dessen Tokenizer diesen Text liest, gewöhnlich das trainierte.</translation>
    </message>
    <message>
        <source>Options of that tokenizer in Python; none are supported here.</source>
        <translation>Optionen dieses Tokenizers in Python; hier wird keine unterstützt.</translation>
    </message>
    <message>
        <source>Size of one virtual token; set from the model.</source>
        <translation>Größe eines virtuellen Tokens; aus dem Modell gesetzt.</translation>
    </message>
    <message>
        <source>Set from the model.</source>
        <translation>Aus dem Modell gesetzt.</translation>
    </message>
    <message>
        <source>Always 1 for a causal language model.</source>
        <translation>Bei einem kausalen Sprachmodell immer 1.</translation>
    </message>
    <message>
        <source>Modules to train whole and save with the adapter.</source>
        <translation>Module, die ganz trainiert und mit dem Adapter gespeichert werden.</translation>
    </message>
    <message>
        <source>Modules to adapt: a list of names or name endings, one regular expression over full names, or &quot;all-linear&quot; (every linear layer but the output head); missing = the usual choice for the model.</source>
        <translation>Module zum Anpassen: eine Liste von Namen oder Namensenden, ein regulärer Ausdruck über volle Namen oder &quot;all-linear&quot; (jede lineare Schicht außer dem Ausgabekopf); leer = die übliche Wahl für das Modell.</translation>
    </message>
    <message>
        <source>Modules to leave alone: a list of names or name endings, or one regular expression.</source>
        <translation>Module, die unberührt bleiben: eine Liste von Namen oder Namensenden oder ein regulärer Ausdruck.</translation>
    </message>
    <message>
        <source>Modules to train whole and save with the adapter, for example &quot;lm_head&quot; or &quot;embed_tokens&quot;.</source>
        <translation>Module, die ganz trainiert und mit dem Adapter gespeichert werden, zum Beispiel &quot;lm_head&quot; oder &quot;embed_tokens&quot;.</translation>
    </message>
    <message>
        <source>Number of a block, or a list of them: adapt these blocks only.</source>
        <translation>Nummer eines Blocks oder eine Liste davon: nur diese Blöcke anpassen.</translation>
    </message>
    <message>
        <source>Name of the list of blocks that layers_to_transform counts in (&quot;layers&quot;, &quot;h&quot;).</source>
        <translation>Name der Liste von Blöcken, in der layers_to_transform zählt (&quot;layers&quot;, &quot;h&quot;).</translation>
    </message>
    <message>
        <source>Whether the model stores weights as (in, out); found out from the layer, as in PEFT.</source>
        <translation>Ob das Modell Gewichte als (ein, aus) speichert; wird wie in PEFT an der Schicht erkannt.</translation>
    </message>
    <message>
        <source>How many numbers each layer learns; at most inputs times outputs of the smallest layer.</source>
        <translation>Wie viele Zahlen jede Schicht lernt; höchstens Eingaben mal Ausgaben der kleinsten Schicht.</translation>
    </message>
    <message>
        <source>n_frequency of single layers: names or regular expressions with a number.</source>
        <translation>n_frequency einzelner Schichten: Namen oder reguläre Ausdrücke mit einer Zahl.</translation>
    </message>
    <message>
        <source>Seed of the places of these numbers.</source>
        <translation>Startwert der Stellen dieser Zahlen.</translation>
    </message>
    <message>
        <source>A feature of LoRA that AdaLoRA does not have; accepted at its default.</source>
        <translation>Eine Fähigkeit von LoRA, die AdaLoRA nicht hat; nur mit der Vorgabe erlaubt.</translation>
    </message>
    <message>
        <source>Optimiser steps of the whole run; must be given.</source>
        <translation>Optimiererschritte des ganzen Laufs; muss angegeben werden.</translation>
    </message>
    <message>
        <source>Rank of every layer's weight change at the start.</source>
        <translation>Rang der Gewichtsänderung jeder Schicht am Anfang.</translation>
    </message>
    <message>
        <source>Average rank that is left at the end.</source>
        <translation>Mittlerer Rang, der am Ende bleibt.</translation>
    </message>
    <message>
        <source>Steps at the start in which no rank is dropped.</source>
        <translation>Schritte am Anfang, in denen kein Rang fällt.</translation>
    </message>
    <message>
        <source>Steps at the end in which ranks stay as they are.</source>
        <translation>Schritte am Ende, in denen die Ränge bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Steps between two rounds of dropping.</source>
        <translation>Schritte zwischen zwei Runden des Weglassens.</translation>
    </message>
    <message>
        <source>Strength: the change is multiplied by lora_alpha / init_r.</source>
        <translation>Stärke: die Änderung wird mit lora_alpha / init_r malgenommen.</translation>
    </message>
    <message>
        <source>Share of the inputs of A that are set to zero while training.</source>
        <translation>Anteil der Eingaben von A, die beim Training null gesetzt werden.</translation>
    </message>
    <message>
        <source>Weight of the loss term that keeps the rows of A and the columns of B orthonormal.</source>
        <translation>Gewicht des Verlustanteils, der die Zeilen von A und die Spalten von B orthonormal hält.</translation>
    </message>
    <message>
        <source>How slowly the importance of a rank follows the last steps.</source>
        <translation>Wie langsam die Wichtigkeit eines Rangs den letzten Schritten folgt.</translation>
    </message>
    <message>
        <source>How slowly the spread of that importance follows the last steps.</source>
        <translation>Wie langsam die Streuung dieser Wichtigkeit den letzten Schritten folgt.</translation>
    </message>
    <message>
        <source>Start without a change; false draws all factors from N(0, 1).</source>
        <translation>Ohne Änderung beginnen; aus zieht alle Faktoren aus N(0, 1).</translation>
    </message>
    <message>
        <source>Which ranks of each layer were kept; written by training.</source>
        <translation>Welche Ränge jeder Schicht geblieben sind; vom Training geschrieben.</translation>
    </message>
    <message>
        <source>Without effect: init_r and target_r say the ranks.</source>
        <translation>Ohne Wirkung: init_r und target_r geben die Ränge an.</translation>
    </message>
    <message>
        <source>Without effect.</source>
        <translation>Ohne Wirkung.</translation>
    </message>
    <message>
        <source>Tokens whose embeddings are trained too: a list of ids, or an object of such lists by layer.</source>
        <translation>Token, deren Einbettungen mittrainiert werden: eine Liste von Nummern oder ein Objekt solcher Listen je Schicht.</translation>
    </message>
    <message>
        <source>Name of the Megatron module; without effect here.</source>
        <translation>Name des Megatron-Moduls; hier ohne Wirkung.</translation>
    </message>
    <message>
        <source>Group size of QALoRA; without effect.</source>
        <translation>Gruppengröße von QALoRA; ohne Wirkung.</translation>
    </message>
    <message>
        <source>LoRA that takes rank from layers where it does little and leaves it to those where it does much.</source>
        <translation>LoRA, das Schichten Rang nimmt, wo er wenig tut, und ihn lässt, wo er viel tut.</translation>
    </message>
    <message>
        <source>Number of the weight's strongest directions that the change reads; 50 to 500 are usual.</source>
        <translation>Zahl der stärksten Richtungen des Gewichts, die die Änderung liest; üblich sind 50 bis 500.</translation>
    </message>
    <message>
        <source>Number of clusters of the rows of each weight; 3 to 10 are usual.</source>
        <translation>Zahl der Gruppen, in die die Zeilen jedes Gewichts geteilt werden; üblich sind 3 bis 10.</translation>
    </message>
    <message>
        <source>Rank of the change of each cluster; 1 to 4 are usual.</source>
        <translation>Rang der Änderung jeder Gruppe; üblich sind 1 bis 4.</translation>
    </message>
    <message>
        <source>Lower the rank of clusters whose rows are much alike.</source>
        <translation>Den Rang von Gruppen senken, deren Zeilen sich sehr gleichen.</translation>
    </message>
    <message>
        <source>With use_dynamic_rank: share of the largest singular value below which one does not count.</source>
        <translation>Mit use_dynamic_rank: Anteil am größten Singulärwert, unter dem einer nicht zählt.</translation>
    </message>
    <message>
        <source>Stop training clusters of little importance, one after the other.</source>
        <translation>Gruppen von geringer Wichtigkeit nacheinander nicht mehr trainieren.</translation>
    </message>
    <message>
        <source>With use_asa: clusters of all layers together that are left at the end.</source>
        <translation>Mit use_asa: Gruppen aller Schichten zusammen, die am Ende bleiben.</translation>
    </message>
    <message>
        <source>With use_asa: steps at the start in which all clusters are trained.</source>
        <translation>Mit use_asa: Schritte am Anfang, in denen alle Gruppen trainiert werden.</translation>
    </message>
    <message>
        <source>With use_asa: step from which no more clusters stop.</source>
        <translation>Mit use_asa: Schritt, ab dem keine Gruppe mehr aufhört.</translation>
    </message>
    <message>
        <source>With use_asa: steps between two rounds of stopping.</source>
        <translation>Mit use_asa: Schritte zwischen zwei Runden des Aufhörens.</translation>
    </message>
    <message>
        <source>With use_asa: how slowly the importance of a cluster follows the last steps.</source>
        <translation>Mit use_asa: wie langsam die Wichtigkeit einer Gruppe den letzten Schritten folgt.</translation>
    </message>
    <message>
        <source>With use_asa: how slowly the spread of that importance follows the last steps.</source>
        <translation>Mit use_asa: wie langsam die Streuung dieser Wichtigkeit den letzten Schritten folgt.</translation>
    </message>
    <message>
        <source>With use_asa: 1 stops clusters evenly, more stops most of them early.</source>
        <translation>Mit use_asa: 1 beendet Gruppen gleichmäßig, mehr beendet die meisten früh.</translation>
    </message>
    <message>
        <source>&quot;orthogonal&quot; starts without a change; null draws small random values for B.</source>
        <translation>&quot;orthogonal&quot; beginnt ohne Änderung; null zieht kleine Zufallswerte für B.</translation>
    </message>
    <message>
        <source>Seed with which the strongest directions are found.</source>
        <translation>Startwert, mit dem die stärksten Richtungen gesucht werden.</translation>
    </message>
    <message>
        <source>Splits the rows of each weight into clusters and learns a very small change for each.</source>
        <translation>Teilt die Zeilen jedes Gewichts in Gruppen und lernt für jede eine sehr kleine Änderung.</translation>
    </message>
    <message>
        <source>Number of learned tokens in each adapted block; must be given (10 is a usual start).</source>
        <translation>Zahl der gelernten Token in jedem angepassten Block; muss angegeben werden (10 ist ein üblicher Anfang).</translation>
    </message>
    <message>
        <source>How many blocks are adapted, counted from the top; must be given. 0 means all of them.</source>
        <translation>Wie viele Blöcke angepasst werden, von oben gezählt; muss angegeben werden. 0 heißt alle.</translation>
    </message>
    <message>
        <source>Name of the attention modules; missing = the model's.</source>
        <translation>Name der Aufmerksamkeitsmodule; leer = die des Modells.</translation>
    </message>
    <message>
        <source>Learned tokens that the topmost blocks attend to, behind a gate that starts closed.</source>
        <translation>Gelernte Token, auf die die obersten Blöcke achten, hinter einem Tor, das zu Beginn geschlossen ist.</translation>
    </message>
    <message>
        <source>Start with a bias of zero; false draws it from N(0, 1).</source>
        <translation>Mit einem Versatz von null beginnen; aus zieht ihn aus N(0, 1).</translation>
    </message>
    <message>
        <source>Learns a bias for the value projections alone; a few thousand numbers, for little data.</source>
        <translation>Lernt nur einen Versatz für die Wertprojektionen; einige tausend Zahlen, für wenig Daten.</translation>
    </message>
    <message>
        <source>Size of one block; must divide the inputs of every layer. 0 when boft_block_num is given.</source>
        <translation>Größe eines Blocks; muss die Eingaben jeder Schicht teilen. 0, wenn boft_block_num gegeben ist.</translation>
    </message>
    <message>
        <source>Number of blocks instead of their size. 0 when boft_block_size is given.</source>
        <translation>Zahl der Blöcke statt ihrer Größe. 0, wenn boft_block_size gegeben ist.</translation>
    </message>
    <message>
        <source>Number of factors: with each one more the blocks reach twice as far. As in PEFT new adapters on the CPU have one.</source>
        <translation>Zahl der Faktoren: mit jedem weiteren reichen die Blöcke doppelt so weit. Wie in PEFT haben neue Adapter auf dem Prozessor einen.</translation>
    </message>
    <message>
        <source>Share of the blocks of one factor that do nothing while training.</source>
        <translation>Anteil der Blöcke eines Faktors, die beim Training nichts tun.</translation>
    </message>
    <message>
        <source>Start without change; false draws the blocks and scales.</source>
        <translation>Ohne Änderung beginnen; aus zieht Blöcke und Skalen.</translation>
    </message>
    <message>
        <source>Turns the inputs of layers by small orthogonal blocks, mixed like a butterfly, and scales the outputs.</source>
        <translation>Dreht die Eingaben der Schichten mit kleinen orthogonalen Blöcken, wie ein Schmetterling gemischt, und skaliert die Ausgaben.</translation>
    </message>
    <message>
        <source>Size of a block; must divide inputs and outputs of all targets. A larger one trains fewer numbers.</source>
        <translation>Größe eines Blocks; muss Ein- und Ausgaben aller Ziele teilen. Ein größerer trainiert weniger Zahlen.</translation>
    </message>
    <message>
        <source>Block sizes of single layers: name endings, full names or regular expressions with a number.</source>
        <translation>Blockgrößen einzelner Schichten: Namensenden, volle Namen oder reguläre Ausdrücke mit einer Zahl.</translation>
    </message>
    <message>
        <source>First values: xavier_uniform, kaiming_uniform or gaussian, which all change the model at once; true starts without change; false is xavier_uniform.</source>
        <translation>Anfangswerte: xavier_uniform, kaiming_uniform oder gaussian, die das Modell alle sofort ändern; true beginnt ohne Änderung; false ist xavier_uniform.</translation>
    </message>
    <message>
        <source>Adds circular convolutions over blocks of the input; few numbers, and needs a high learning rate.</source>
        <translation>Fügt Kreisfaltungen über Blöcken der Eingabe hinzu; wenige Zahlen, braucht eine hohe Lernrate.</translation>
    </message>
    <message>
        <source>How many of its first tokens are not trained.</source>
        <translation>Wie viele seiner ersten Token nicht trainiert werden.</translation>
    </message>
    <message>
        <source>A learned key/value cache in front of every layer's own, its first tokens frozen; the weights stay as they are.</source>
        <translation>Ein gelernter Schlüssel/Wert-Speicher vor dem eigenen jeder Schicht, seine ersten Token eingefroren; die Gewichte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Ids of the prompt's tokens; missing = [0].</source>
        <translation>Nummern der Token der Anweisung; leer = [0].</translation>
    </message>
    <message>
        <source>One number for each of them, read by nothing; missing = ones.</source>
        <translation>Eine Zahl für jedes davon, von nichts gelesen; leer = Einsen.</translation>
    </message>
    <message>
        <source>What each of them is: 1 + 4k template, 2 + 4k input, 3 + 4k template of the answer, 4 + 4k answer of example k; missing = ones.</source>
        <translation>Was jedes davon ist: 1 + 4k Vorlage, 2 + 4k Eingabe, 3 + 4k Vorlage der Antwort, 4 + 4k Antwort des Beispiels k; leer = Einsen.</translation>
    </message>
    <message>
        <source>&quot;decay&quot; lets earlier examples of the prompt count less in the loss.</source>
        <translation>&quot;decay&quot; lässt frühere Beispiele der Anweisung im Verlust weniger zählen.</translation>
    </message>
    <message>
        <source>How much less, for each example further back.</source>
        <translation>Wie viel weniger, für jedes Beispiel weiter zurück.</translation>
    </message>
    <message>
        <source>How far the embedding of an input token may move.</source>
        <translation>Wie weit sich die Einbettung eines Eingabetokens bewegen darf.</translation>
    </message>
    <message>
        <source>How far the embedding of a template token may move.</source>
        <translation>Wie weit sich die Einbettung eines Vorlagentokens bewegen darf.</translation>
    </message>
    <message>
        <source>Read by nothing.</source>
        <translation>Von nichts gelesen.</translation>
    </message>
    <message>
        <source>Always the number of cpt_token_ids.</source>
        <translation>Immer die Zahl der cpt_token_ids.</translation>
    </message>
    <message>
        <source>Solved examples in front of every text, whose embeddings are tuned a little; for very small data sets.</source>
        <translation>Gelöste Beispiele vor jedem Text, deren Einbettungen ein wenig gestimmt werden; für sehr kleine Datensätze.</translation>
    </message>
    <message>
        <source>How many directions of a layer's output are rewritten.</source>
        <translation>Wie viele Richtungen der Ausgabe einer Schicht neu geschrieben werden.</translation>
    </message>
    <message>
        <source>How the directions are read from what is trained: relu takes them as they are, qr makes them orthonormal.</source>
        <translation>Wie die Richtungen aus dem Trainierten gelesen werden: relu nimmt sie, wie sie sind, qr macht sie orthonormal.</translation>
    </message>
    <message>
        <source>Strength of the new content: it is multiplied by alpha / r; missing = 1.</source>
        <translation>Stärke des neuen Inhalts: er wird mit alpha / r malgenommen; leer = 1.</translation>
    </message>
    <message>
        <source>Only take away, write nothing new (PaRa); starts changed, and half as many numbers are trained.</source>
        <translation>Nur wegnehmen, nichts Neues schreiben (PaRa); beginnt geändert und trainiert halb so viele Zahlen.</translation>
    </message>
    <message>
        <source>Share of the inputs of the new content that are set to zero while training.</source>
        <translation>Anteil der Eingaben des neuen Inhalts, die beim Training null gesetzt werden.</translation>
    </message>
    <message>
        <source>Start with new content equal to what is taken away; false starts it with small random values.</source>
        <translation>Mit neuem Inhalt gleich dem weggenommenen beginnen; aus beginnt mit kleinen Zufallswerten.</translation>
    </message>
    <message>
        <source>Size of those random values, times 0.02.</source>
        <translation>Größe dieser Zufallswerte, mal 0,02.</translation>
    </message>
    <message>
        <source>Replaces what a layer says in a few learned directions by new content; as small as LoRA.</source>
        <translation>Ersetzt, was eine Schicht in einigen gelernten Richtungen sagt, durch neuen Inhalt; so klein wie LoRA.</translation>
    </message>
    <message>
        <source>Rank of the weight change: more learns more and costs more.</source>
        <translation>Rang der Gewichtsänderung: mehr lernt mehr und kostet mehr.</translation>
    </message>
    <message>
        <source>First value of the learned strength: the bound of the change beside the weight.</source>
        <translation>Anfangswert der gelernten Stärke: die Grenze der Änderung neben dem Gewicht.</translation>
    </message>
    <message>
        <source>Start without change; false draws both factors at random.</source>
        <translation>Ohne Änderung beginnen; aus zieht beide Faktoren zufällig.</translation>
    </message>
    <message>
        <source>delora_lambda of single layers, as rank_pattern.</source>
        <translation>delora_lambda einzelner Schichten, wie bei rank_pattern.</translation>
    </message>
    <message>
        <source>LoRA with directions of length one and a learned strength: the change stays bounded at high learning rates.</source>
        <translation>LoRA mit Richtungen der Länge eins und gelernter Stärke: die Änderung bleibt auch bei hohen Lernraten begrenzt.</translation>
    </message>
    <message>
        <source>Strength: the transformed coefficients are multiplied by it.</source>
        <translation>Stärke: die transformierten Koeffizienten werden damit malgenommen.</translation>
    </message>
    <message>
        <source>Start with coefficients of zero, that is without a change; false draws them from N(0, 1).</source>
        <translation>Mit Koeffizienten von null beginnen, also ohne Änderung; aus zieht sie aus N(0, 1).</translation>
    </message>
    <message>
        <source>Learns a few Fourier coefficients of each layer's weight change; very few numbers.</source>
        <translation>Lernt einige Fourier-Koeffizienten der Gewichtsänderung jeder Schicht; sehr wenige Zahlen.</translation>
    </message>
    <message>
        <source>Share of the core's entries beside its diagonal that are trained: more learns more.</source>
        <translation>Anteil der Einträge des Kerns neben seiner Diagonale, die trainiert werden: mehr lernt mehr.</translation>
    </message>
    <message>
        <source>Share of a layer's inputs that the adapter sees as zero while training.</source>
        <translation>Anteil der Eingaben einer Schicht, die der Adapter beim Training als null sieht.</translation>
    </message>
    <message>
        <source>Seed that chooses the trained entries.</source>
        <translation>Startwert, der die trainierten Einträge wählt.</translation>
    </message>
    <message>
        <source>Keeps the computation of the basis stable where blocks are alike.</source>
        <translation>Hält die Berechnung der Basis stabil, wo Blöcke sich gleichen.</translation>
    </message>
    <message>
        <source>Save the basis with the adapter, so that it fits on every machine; false makes it again from the weights.</source>
        <translation>Die Basis mit dem Adapter speichern, damit er auf jedem Rechner passt; aus macht sie wieder aus den Gewichten.</translation>
    </message>
    <message>
        <source>Start without change; false adds random values.</source>
        <translation>Ohne Änderung beginnen; aus addiert Zufallswerte.</translation>
    </message>
    <message>
        <source>Accepted for compatibility; no bar is shown.</source>
        <translation>Der Verträglichkeit halber erlaubt; es wird kein Balken gezeigt.</translation>
    </message>
    <message>
        <source>Accepted for compatibility; the weights stay where they are, the results are the same.</source>
        <translation>Der Verträglichkeit halber erlaubt; die Gewichte bleiben, wo sie sind, die Ergebnisse sind gleich.</translation>
    </message>
    <message>
        <source>Writes the weights of like layers in one shared basis and trains a sparse core in it; slow to set up.</source>
        <translation>Schreibt die Gewichte gleicher Schichten in einer gemeinsamen Basis und trainiert darin einen dünnen Kern; langsam einzurichten.</translation>
    </message>
    <message>
        <source>Trains every weight of the model; the most memory, the yardstick for the rest.</source>
        <translation>Trainiert jedes Gewicht des Modells; der meiste Speicher, der Maßstab für den Rest.</translation>
    </message>
    <message>
        <source>Rank of those parts whose form is lora.</source>
        <translation>Rang der Teile, deren Form lora ist.</translation>
    </message>
    <message>
        <source>Form of the change of weights: low rank, one factor and summand per output, one for all, or none.</source>
        <translation>Form der Gewichtsänderung: niedriger Rang, ein Faktor und Summand je Ausgabe, einer für alle oder keiner.</translation>
    </message>
    <message>
        <source>Form of what the weights add to the bias; without effect on layers without a bias.</source>
        <translation>Form dessen, was die Gewichte zum Versatz beitragen; ohne Wirkung auf Schichten ohne Versatz.</translation>
    </message>
    <message>
        <source>Form of the factor and summand of the bias; without effect on layers without a bias.</source>
        <translation>Form von Faktor und Summand des Versatzes; ohne Wirkung auf Schichten ohne Versatz.</translation>
    </message>
    <message>
        <source>Start without change; false draws every part.</source>
        <translation>Ohne Änderung beginnen; aus zieht jeden Teil.</translation>
    </message>
    <message>
        <source>Scales and shifts weights and biases, each in a form that can be chosen; slower than LoRA.</source>
        <translation>Skaliert und verschiebt Gewichte und Versätze, jedes in wählbarer Form; langsamer als LoRA.</translation>
    </message>
    <message>
        <source>Rank: as many numbers as a LoRA of this rank; gralora_k must divide it.</source>
        <translation>Rang: so viele Zahlen wie ein LoRA dieses Rangs; gralora_k muss ihn teilen.</translation>
    </message>
    <message>
        <source>Rank of a plain LoRA beside the blocks; 0 for none.</source>
        <translation>Rang eines einfachen LoRA neben den Blöcken; 0 für keines.</translation>
    </message>
    <message>
        <source>Strength: the change is multiplied by alpha / (r + hybrid_r).</source>
        <translation>Stärke: die Änderung wird mit alpha / (r + hybrid_r) malgenommen.</translation>
    </message>
    <message>
        <source>Share of the inputs of the change that are set to zero while training.</source>
        <translation>Anteil der Eingaben der Änderung, die beim Training null gesetzt werden.</translation>
    </message>
    <message>
        <source>Parts of the input and of the output of a layer; must divide both. 2 for r up to 32, 4 above.</source>
        <translation>Teile der Eingabe und der Ausgabe einer Schicht; muss beide teilen. 2 für r bis 32, darüber 4.</translation>
    </message>
    <message>
        <source>Start without change; false draws both factors.</source>
        <translation>Ohne Änderung beginnen; aus zieht beide Faktoren.</translation>
    </message>
    <message>
        <source>A LoRA for every block of the weight: more rank from as many numbers, a little slower.</source>
        <translation>Ein LoRA für jeden Block des Gewichts: mehr Rang aus gleich vielen Zahlen, etwas langsamer.</translation>
    </message>
    <message>
        <source>Share of the inputs of the change that are set to zero while training; not for the embedding.</source>
        <translation>Anteil der Eingaben der Änderung, die beim Training null gesetzt werden; nicht bei der Einbettung.</translation>
    </message>
    <message>
        <source>true or gaussian: start without change. false: random first values.</source>
        <translation>true oder gaussian: ohne Änderung beginnen. false: zufällige Anfangswerte.</translation>
    </message>
    <message>
        <source>Accepted for compatibility; PEFT gives every layer the rank r all the same.</source>
        <translation>Der Verträglichkeit halber erlaubt; PEFT gibt trotzdem jeder Schicht den Rang r.</translation>
    </message>
    <message>
        <source>Scales every weight by a low-rank matrix: a high-rank change from as many numbers as LoRA has.</source>
        <translation>Skaliert jedes Gewicht mit einer Matrix niedrigen Rangs: eine Änderung hohen Rangs aus so vielen Zahlen wie LoRA.</translation>
    </message>
    <message>
        <source>Number of reflections; even, so that they come in pairs that undo each other at the start.</source>
        <translation>Zahl der Spiegelungen; gerade, damit sie in Paaren kommen, die sich anfangs aufheben.</translation>
    </message>
    <message>
        <source>Make the reflections orthogonal to each other; start it with an odd r or init_weights false.</source>
        <translation>Die Spiegelungen zueinander orthogonal machen; mit ungeradem r oder init_weights false beginnen.</translation>
    </message>
    <message>
        <source>Start without change where r is even; false draws all reflections.</source>
        <translation>Ohne Änderung beginnen, wo r gerade ist; aus zieht alle Spiegelungen.</translation>
    </message>
    <message>
        <source>Reflects the inputs of layers a few times: an orthogonal change at the cost of a LoRA.</source>
        <translation>Spiegelt die Eingaben der Schichten einige Male: eine orthogonale Änderung zum Preis eines LoRA.</translation>
    </message>
    <message>
        <source>Those target_modules that are scaled on their input: a list of name endings, or one regular expression; missing = the usual choice.</source>
        <translation>Diejenigen target_modules, die an ihrer Eingabe skaliert werden: eine Liste von Namensenden oder ein regulärer Ausdruck; leer = die übliche Wahl.</translation>
    </message>
    <message>
        <source>Start with all factors 1; false draws them from N(0, 1).</source>
        <translation>Alle Faktoren beginnen bei 1; aus zieht sie aus N(0, 1).</translation>
    </message>
    <message>
        <source>Scales activations by learned factors; a few thousand numbers, needs a high learning rate.</source>
        <translation>Skaliert Aktivierungen mit gelernten Faktoren; einige tausend Zahlen, braucht eine hohe Lernrate.</translation>
    </message>
    <message>
        <source>Rank of the weight change; 2 to 4 times what LoRA would have, since factors are shared.</source>
        <translation>Rang der Gewichtsänderung; das Zwei- bis Vierfache von LoRA, weil Faktoren geteilt werden.</translation>
    </message>
    <message>
        <source>How many neighbouring layers of a kind share one A.</source>
        <translation>Wie viele benachbarte Schichten einer Art sich ein A teilen.</translation>
    </message>
    <message>
        <source>How many factors B the layers of a kind share.</source>
        <translation>Wie viele Faktoren B sich die Schichten einer Art teilen.</translation>
    </message>
    <message>
        <source>Strength: the change is multiplied by it.</source>
        <translation>Stärke: die Änderung wird damit malgenommen.</translation>
    </message>
    <message>
        <source>Start without a change; false draws B like A.</source>
        <translation>Ohne Änderung beginnen; aus zieht B wie A.</translation>
    </message>
    <message>
        <source>Low-rank changes whose factors are shared among layers and mixed by a router in each.</source>
        <translation>Änderungen niedrigen Rangs, deren Faktoren sich Schichten teilen und ein Verteiler in jeder mischt.</translation>
    </message>
    <message>
        <source>Name layers, for example &quot;input_layernorm&quot;, or use modules_to_save for groups.</source>
        <translation>Nennen Sie Schichten, zum Beispiel &quot;input_layernorm&quot;, oder nehmen Sie modules_to_save für Gruppen.</translation>
    </message>
    <message>
        <source>Trains the normalisation layers alone; tiny, needs a high learning rate.</source>
        <translation>Trainiert nur die Normierungsschichten; winzig, braucht eine hohe Lernrate.</translation>
    </message>
    <message>
        <source>Start without change; false draws all factors at random.</source>
        <translation>Ohne Änderung beginnen; aus zieht alle Faktoren zufällig.</translation>
    </message>
    <message>
        <source>Multiplies two low-rank changes entry by entry: a high rank from few numbers.</source>
        <translation>Multipliziert zwei Änderungen niedrigen Rangs Eintrag für Eintrag: hoher Rang aus wenigen Zahlen.</translation>
    </message>
    <message>
        <source>Size of the first matrix, or the divisors near it; -1 makes both matrices of about one size.</source>
        <translation>Größe der ersten Matrix oder die Teiler nahe daran; -1 macht beide Matrizen etwa gleich groß.</translation>
    </message>
    <message>
        <source>Make the first matrix from factors of rank r too, where that is smaller.</source>
        <translation>Auch die erste Matrix aus Faktoren vom Rang r machen, wo das kleiner ist.</translation>
    </message>
    <message>
        <source>Make the outputs that rank_dropout leaves larger by what it drops.</source>
        <translation>Ausgaben, die rank_dropout lässt, um das Weggelassene größer machen.</translation>
    </message>
    <message>
        <source>true: start without change, W1 zero. lycoris: the same with W2 zero. false: random first values.</source>
        <translation>true: ohne Änderung beginnen, W1 null. lycoris: ebenso mit W2 null. false: zufällige Anfangswerte.</translation>
    </message>
    <message>
        <source>Builds a change from two small matrices by a Kronecker product: very few numbers for its rank.</source>
        <translation>Baut eine Änderung aus zwei kleinen Matrizen als Kronecker-Produkt: sehr wenige Zahlen für ihren Rang.</translation>
    </message>
    <message>
        <source>Adds a low-rank change to the weights of chosen layers; small, quick, the usual first choice.</source>
        <translation>Addiert eine Änderung niedrigen Rangs zu den Gewichten gewählter Schichten; klein, schnell, die übliche erste Wahl.</translation>
    </message>
    <message>
        <source>How many adapters a token gets.</source>
        <translation>Wie viele Adapter ein Token bekommt.</translation>
    </message>
    <message>
        <source>Lower makes the choice sharper.</source>
        <translation>Niedriger macht die Wahl schärfer.</translation>
    </message>
    <message>
        <source>Take the mean of general adapters out of each.</source>
        <translation>Den Mittelwert allgemeiner Adapter aus jedem herausnehmen.</translation>
    </message>
    <message>
        <source>Seed of the search for directions.</source>
        <translation>Startwert der Suche nach Richtungen.</translation>
    </message>
    <message>
        <source>Folders of the adapters.</source>
        <translation>Ordner der Adapter.</translation>
    </message>
    <message>
        <source>Folders of the general adapters.</source>
        <translation>Ordner der allgemeinen Adapter.</translation>
    </message>
    <message>
        <source>A layer gets at most rho times its rank; 1 leaves all ranks as they are.</source>
        <translation>Eine Schicht bekommt höchstens rho mal ihren Rang; 1 lässt alle Ränge, wie sie sind.</translation>
    </message>
    <message>
        <source>Directions that turn less than this cosine from batch to batch count as found.</source>
        <translation>Richtungen, die sich von Stapel zu Stapel weniger als um diesen Kosinus drehen, gelten als gefunden.</translation>
    </message>
    <message>
        <source>Look at trained tokens only.</source>
        <translation>Nur trainierte Token ansehen.</translation>
    </message>
    <message>
        <source>The label of tokens that are not looked at.</source>
        <translation>Das Etikett der Token, die nicht angesehen werden.</translation>
    </message>
    <message>
        <source>Divide directions by the root of their strength.</source>
        <translation>Richtungen durch die Wurzel ihrer Stärke teilen.</translation>
    </message>
    <message>
        <source>Keep lora_alpha / r of layers whose rank changes.</source>
        <translation>lora_alpha / r der Schichten behalten, deren Rang sich ändert.</translation>
    </message>
    <message>
        <source>PEFT's file of directions, in pickle format; must be null here.</source>
        <translation>PEFTs Datei der Richtungen im Pickle-Format; muss hier null sein.</translation>
    </message>
    <message>
        <source>PEFT's file of covariances, in pickle format; must be null here.</source>
        <translation>PEFTs Datei der Kovarianzen im Pickle-Format; muss hier null sein.</translation>
    </message>
    <message>
        <source>Train the strongest directions (ipm), or the weakest, to keep knowledge (kpm).</source>
        <translation>Die stärksten Richtungen trainieren (ipm) oder die schwächsten, um Wissen zu behalten (kpm).</translation>
    </message>
    <message>
        <source>Without effect here.</source>
        <translation>Hier ohne Wirkung.</translation>
    </message>
    <message>
        <source>Without effect here: sums are fp32.</source>
        <translation>Hier ohne Wirkung: Summen sind fp32.</translation>
    </message>
    <message>
        <source>Which directions of the gradient A and B take.</source>
        <translation>Welche Richtungen des Gradienten A und B nehmen.</translation>
    </message>
    <message>
        <source>How large the first factors are.</source>
        <translation>Wie groß die ersten Faktoren sind.</translation>
    </message>
    <message>
        <source>Larger makes B smaller, with scale stable.</source>
        <translation>Größer macht B kleiner, mit scale stable.</translation>
    </message>
    <message>
        <source>EVA, with init_lora_weights eva: an object with rho, tau, use_label_mask, label_mask_value, whiten and adjust_scaling_factors.</source>
        <translation>EVA, mit init_lora_weights eva: ein Objekt mit rho, tau, use_label_mask, label_mask_value, whiten und adjust_scaling_factors.</translation>
    </message>
    <message>
        <source>CorDA, with init_lora_weights corda: an object with corda_method ipm or kpm.</source>
        <translation>CorDA, mit init_lora_weights corda: ein Objekt mit corda_method ipm oder kpm.</translation>
    </message>
    <message>
        <source>LoRA-GA, with init_lora_weights lora_ga: an object with direction, scale and stable_gamma, {} for the defaults.</source>
        <translation>LoRA-GA, mit init_lora_weights lora_ga: ein Objekt mit direction, scale und stable_gamma, {} für die Vorgaben.</translation>
    </message>
    <message>
        <source>LoftQ, with init_lora_weights loftq: an object with loftq_bits (4 or 8) and loftq_iter.</source>
        <translation>LoftQ, mit init_lora_weights loftq: ein Objekt mit loftq_bits (4 oder 8) und loftq_iter.</translation>
    </message>
    <message>
        <source>KaSA: learn singular values on a base without its weakest directions; an object with beta and gamma, {} for the defaults.</source>
        <translation>KaSA: Singulärwerte auf einer Basis ohne ihre schwächsten Richtungen lernen; ein Objekt mit beta und gamma, {} für die Vorgaben.</translation>
    </message>
    <message>
        <source>BD-LoRA: block-diagonal A or B for cheap serving; an object with target_modules_bd_a, target_modules_bd_b, nblocks and match_strict.</source>
        <translation>BD-LoRA: blockdiagonales A oder B für günstigen Betrieb; ein Objekt mit target_modules_bd_a, target_modules_bd_b, nblocks und match_strict.</translation>
    </message>
    <message>
        <source>VeLoRA: keep one number per group of input features for the gradient of A, which saves memory; an object with num_groups, scale and init_type.</source>
        <translation>VeLoRA: für den Gradienten von A eine Zahl je Gruppe von Eingabemerkmalen behalten, das spart Speicher; ein Objekt mit num_groups, scale und init_type.</translation>
    </message>
    <message>
        <source>MonteCLoRA: train A as a learned random mixture; an object with num_samples, use_entropy, dirichlet_prior, sample_scaler, kl_loss_weight and buffer_size.</source>
        <translation>MonteCLoRA: A als gelernte Zufallsmischung trainieren; ein Objekt mit num_samples, use_entropy, dirichlet_prior, sample_scaler, kl_loss_weight und buffer_size.</translation>
    </message>
    <message>
        <source>Arrow: mix trained LoRA adapters per token; an object with task_adapter_names (folders), top_k, router_temperature, rng_seed, use_gks and gks_adapter_names (folders).</source>
        <translation>Arrow: trainierte LoRA-Adapter je Token mischen; ein Objekt mit task_adapter_names (Ordner), top_k, router_temperature, rng_seed, use_gks und gks_adapter_names (Ordner).</translation>
    </message>
    <message>
        <source>Activated LoRA: token numbers after which the adapter is on, from their last occurrence in a sample to its end; without them it stays off.</source>
        <translation>Activated LoRA: Tokennummern, nach denen der Adapter an ist, von ihrem letzten Vorkommen in einer Probe bis zu deren Ende; ohne sie bleibt er aus.</translation>
    </message>
    <message>
        <source>Strength: the change is multiplied by lora_alpha / r.</source>
        <translation>Stärke: die Änderung wird mit lora_alpha / r malgenommen.</translation>
    </message>
    <message>
        <source>Multiply by lora_alpha / sqrt(r), which keeps large ranks stable.</source>
        <translation>Mit lora_alpha / sqrt(r) malnehmen, was große Ränge stabil hält.</translation>
    </message>
    <message>
        <source>Learn the length of each weight row apart from its direction (DoRA): better at low ranks, slower.</source>
        <translation>Die Länge jeder Gewichtszeile getrennt von ihrer Richtung lernen (DoRA): besser bei niedrigem Rang, langsamer.</translation>
    </message>
    <message>
        <source>First values: true, false, gaussian, pissa, pissa_niter_N, olora, orthogonal, mica, loftq, or made from training data: eva, corda, lora_ga.</source>
        <translation>Anfangswerte: true, false, gaussian, pissa, pissa_niter_N, olora, orthogonal, mica, loftq oder aus Trainingsdaten gemacht: eva, corda, lora_ga.</translation>
    </message>
    <message>
        <source>Give B a bias of its own.</source>
        <translation>B einen eigenen Versatz geben.</translation>
    </message>
    <message>
        <source>lora_alpha of single layers, as rank_pattern.</source>
        <translation>lora_alpha einzelner Schichten, wie bei rank_pattern.</translation>
    </message>
    <message>
        <source>Repeat layers of the model, which then share their weights and have factors of their own: a list of [first, one after the last].</source>
        <translation>Schichten des Modells wiederholen, die dann Gewichte teilen und eigene Faktoren haben: eine Liste von [erste, eine nach der letzten].</translation>
    </message>
    <message>
        <source>Where the head shares the embedding's weight, train both as one when either is named.</source>
        <translation>Wo der Kopf das Gewicht der Einbettung teilt, beide als eines trainieren, wenn eines genannt ist.</translation>
    </message>
    <message>
        <source>Weights to adapt by the name of the parameter, for example &quot;q_proj.weight&quot;.</source>
        <translation>Gewichte zum Anpassen nach dem Namen des Parameters, zum Beispiel &quot;q_proj.weight&quot;.</translation>
    </message>
    <message>
        <source>QA-LoRA on quantised layers: A sees sums over groups of features; other layers get plain LoRA.</source>
        <translation>QA-LoRA auf quantisierten Schichten: A sieht Summen über Gruppen von Merkmalen; andere Schichten bekommen einfaches LoRA.</translation>
    </message>
    <message>
        <source>Group size of QA-LoRA; without effect while use_qalora is false.</source>
        <translation>Gruppengröße von QA-LoRA; ohne Wirkung, solange use_qalora aus ist.</translation>
    </message>
    <message>
        <source>Weight of the penalty on the singular values.</source>
        <translation>Gewicht der Strafe auf die Singulärwerte.</translation>
    </message>
    <message>
        <source>Weight of the penalty that keeps the factors orthogonal.</source>
        <translation>Gewicht der Strafe, die die Faktoren orthogonal hält.</translation>
    </message>
    <message>
        <source>Parts of names of the layers whose A is block-diagonal.</source>
        <translation>Namensteile der Schichten, deren A blockdiagonal ist.</translation>
    </message>
    <message>
        <source>Parts of names of the layers whose B is block-diagonal.</source>
        <translation>Namensteile der Schichten, deren B blockdiagonal ist.</translation>
    </message>
    <message>
        <source>Number of blocks.</source>
        <translation>Zahl der Blöcke.</translation>
    </message>
    <message>
        <source>Refuse targeted layers that neither list names.</source>
        <translation>Angepasste Schichten ablehnen, die keine der Listen nennt.</translation>
    </message>
    <message>
        <source>Groups of input features, each kept as one number.</source>
        <translation>Gruppen von Eingabemerkmalen, jede als eine Zahl behalten.</translation>
    </message>
    <message>
        <source>Factor on the rebuilt inputs.</source>
        <translation>Faktor auf die wiederhergestellten Eingaben.</translation>
    </message>
    <message>
        <source>Direction of the groups: the mean of every pass, of the first pass, or random.</source>
        <translation>Richtung der Gruppen: der Mittelwert jedes Durchgangs, des ersten Durchgangs oder zufällig.</translation>
    </message>
    <message>
        <source>Draws per pass.</source>
        <translation>Ziehungen je Durchgang.</translation>
    </message>
    <message>
        <source>Penalise draws of unequal shares.</source>
        <translation>Ziehungen ungleicher Anteile bestrafen.</translation>
    </message>
    <message>
        <source>Concentration of the prior over the shares.</source>
        <translation>Konzentration der Annahme über die Anteile.</translation>
    </message>
    <message>
        <source>Size of the draws.</source>
        <translation>Größe der Ziehungen.</translation>
    </message>
    <message>
        <source>Weight of the distance from the priors.</source>
        <translation>Gewicht des Abstands von den Annahmen.</translation>
    </message>
    <message>
        <source>Draws PEFT makes ahead; here they are made when needed, which changes nothing.</source>
        <translation>Ziehungen, die PEFT im Voraus macht; hier werden sie bei Bedarf gemacht, was nichts ändert.</translation>
    </message>
    <message>
        <source>Length of the shards that the inputs are cut into: a larger one learns more and costs more.</source>
        <translation>Länge der Stücke, in die die Eingaben geteilt werden: ein größeres lernt mehr und kostet mehr.</translation>
    </message>
    <message>
        <source>true: start without change. bat: blocks that depend on the weight too, stronger and slower. mini: fewer numbers, see mini_r. false: random first values.</source>
        <translation>true: ohne Änderung beginnen. bat: Blöcke, die auch vom Gewicht abhängen, stärker und langsamer. mini: weniger Zahlen, siehe mini_r. false: zufällige Anfangswerte.</translation>
    </message>
    <message>
        <source>With init_weights mini: number of outputs after which the values repeat; must divide the outputs.</source>
        <translation>Mit init_weights mini: Zahl der Ausgaben, nach denen sich die Werte wiederholen; muss die Ausgaben teilen.</translation>
    </message>
    <message>
        <source>Share of the inputs that are set to zero while training; without effect with bat.</source>
        <translation>Anteil der Eingaben, die beim Training null gesetzt werden; mit bat ohne Wirkung.</translation>
    </message>
    <message>
        <source>One small matrix on the sum of slices of a layer's input: fewer numbers than LoRA and quicker.</source>
        <translation>Eine kleine Matrix auf der Summe von Stücken der Eingabe einer Schicht: weniger Zahlen als LoRA und schneller.</translation>
    </message>
    <message>
        <source>Number of tasks in the data.</source>
        <translation>Zahl der Aufgaben in den Daten.</translation>
    </message>
    <message>
        <source>Rank of each task's matrix.</source>
        <translation>Rang der Matrix jeder Aufgabe.</translation>
    </message>
    <message>
        <source>adapter_model.safetensors of that saved prompt.</source>
        <translation>adapter_model.safetensors dieses gespeicherten Prompts.</translation>
    </message>
    <message>
        <source>Which of its tasks EXACT_SOURCE_TASK takes.</source>
        <translation>Welche seiner Aufgaben EXACT_SOURCE_TASK nimmt.</translation>
    </message>
    <message>
        <source>Save it with safetensors.</source>
        <translation>Mit safetensors speichern.</translation>
    </message>
    <message>
        <source>Prompt tuning for several tasks at once: a prompt they share, scaled for each by a few values.</source>
        <translation>Prompt-Tuning für mehrere Aufgaben zugleich: ein gemeinsamer Prompt, für jede durch einige Werte skaliert.</translation>
    </message>
    <message>
        <source>Size of one block: larger ones turn more freely and cost more. 0 when r is given.</source>
        <translation>Größe eines Blocks: größere drehen freier und kosten mehr. 0, wenn r gegeben ist.</translation>
    </message>
    <message>
        <source>Number of blocks instead of their size. 0 when oft_block_size is given.</source>
        <translation>Zahl der Blöcke statt ihrer Größe. 0, wenn oft_block_size gegeben ist.</translation>
    </message>
    <message>
        <source>Make the rotation by a short series instead of an exact solve: quicker, nearly orthogonal.</source>
        <translation>Die Drehung durch eine kurze Reihe statt exakt bestimmen: schneller, fast orthogonal.</translation>
    </message>
    <message>
        <source>Length of that series.</source>
        <translation>Länge dieser Reihe.</translation>
    </message>
    <message>
        <source>Keep the rotation close to none (constrained OFT).</source>
        <translation>Die Drehung nahe an keiner halten (begrenztes OFT).</translation>
    </message>
    <message>
        <source>How far a constrained rotation may go.</source>
        <translation>Wie weit eine begrenzte Drehung gehen darf.</translation>
    </message>
    <message>
        <source>One block for all places of a layer.</source>
        <translation>Ein Block für alle Stellen einer Schicht.</translation>
    </message>
    <message>
        <source>Start without rotation; false draws it from N(0, 0.1).</source>
        <translation>Ohne Drehung beginnen; aus zieht sie aus N(0, 0.1).</translation>
    </message>
    <message>
        <source>Accepted for compatibility; PEFT builds it but never applies it.</source>
        <translation>Der Verträglichkeit halber erlaubt; PEFT baut es, wendet es aber nie an.</translation>
    </message>
    <message>
        <source>Turns the inputs of layers by small orthogonal blocks; keeps what the model knows well.</source>
        <translation>Dreht die Eingaben der Schichten mit kleinen orthogonalen Blöcken; behält, was das Modell gut kann.</translation>
    </message>
    <message>
        <source>How many singular directions stay: a number, or a share of all written as 0.25; missing = half of them. The rest is trained.</source>
        <translation>Wie viele singuläre Richtungen bleiben: eine Zahl oder ein Anteil aller, als 0.25 geschrieben; leer = die Hälfte. Der Rest wird trainiert.</translation>
    </message>
    <message>
        <source>effective_rank of single layers: regular expressions found anywhere in the name, with a number or a share.</source>
        <translation>effective_rank einzelner Schichten: reguläre Ausdrücke, irgendwo im Namen gefunden, mit einer Zahl oder einem Anteil.</translation>
    </message>
    <message>
        <source>Start without change; false draws the trained part at random.</source>
        <translation>Ohne Änderung beginnen; aus zieht den trainierten Teil zufällig.</translation>
    </message>
    <message>
        <source>Accepted for compatibility; PEFT does not read it.</source>
        <translation>Der Verträglichkeit halber erlaubt; PEFT liest es nicht.</translation>
    </message>
    <message>
        <source>Trains only the weaker singular directions of the weights, so that what was learnt before stays; large and slow.</source>
        <translation>Trainiert nur die schwächeren singulären Richtungen der Gewichte, damit das früher Gelernte bleibt; groß und langsam.</translation>
    </message>
    <message>
        <source>The network that makes the prompt: three linear layers (MLP), or a bidirectional LSTM with two behind it.</source>
        <translation>Das Netz, das den Prompt macht: drei lineare Schichten (MLP) oder ein zweiseitiges LSTM mit zweien dahinter.</translation>
    </message>
    <message>
        <source>Width of that network; missing = token_dim.</source>
        <translation>Breite dieses Netzes; leer = token_dim.</translation>
    </message>
    <message>
        <source>Layers of the LSTM; an MLP always has the same.</source>
        <translation>Schichten des LSTM; ein MLP hat immer gleich viele.</translation>
    </message>
    <message>
        <source>Dropout between the layers of the LSTM; an MLP has none.</source>
        <translation>Dropout zwischen den Schichten des LSTM; ein MLP hat keines.</translation>
    </message>
    <message>
        <source>Prompt tuning whose learned tokens come out of a small network while training, which steadies it.</source>
        <translation>Prompt-Tuning, dessen gelernte Token beim Training aus einem kleinen Netz kommen, was es beruhigt.</translation>
    </message>
    <message>
        <source>Width of the network, and rank of the weight change.</source>
        <translation>Breite des Netzes und Rang der Gewichtsänderung.</translation>
    </message>
    <message>
        <source>Hidden layers on the way in, and as many on the way out.</source>
        <translation>Verborgene Schichten auf dem Hinweg und ebenso viele auf dem Rückweg.</translation>
    </message>
    <message>
        <source>Activation of the network.</source>
        <translation>Aktivierung des Netzes.</translation>
    </message>
    <message>
        <source>Start without a change; false draws B like the other layers.</source>
        <translation>Ohne Änderung beginnen; aus zieht B wie die anderen Schichten.</translation>
    </message>
    <message>
        <source>A small network reads each frozen weight and makes a low-rank change from it.</source>
        <translation>Ein kleines Netz liest jedes eingefrorene Gewicht und macht daraus eine Änderung niedrigen Rangs.</translation>
    </message>
    <message>
        <source>Rank of each skill.</source>
        <translation>Rang jeder Fertigkeit.</translation>
    </message>
    <message>
        <source>Number of tasks; the rows of the data say theirs by task_id, from 0.</source>
        <translation>Zahl der Aufgaben; die Zeilen der Daten nennen ihre mit task_id, ab 0.</translation>
    </message>
    <message>
        <source>Number of skills in every layer, which the tasks mix.</source>
        <translation>Zahl der Fertigkeiten in jeder Schicht, die die Aufgaben mischen.</translation>
    </message>
    <message>
        <source>Parts of a layer that are mixed apart (multi-head routing); must divide its sizes.</source>
        <translation>Teile einer Schicht, die getrennt gemischt werden (multi-head routing); muss ihre Größen teilen.</translation>
    </message>
    <message>
        <source>Kind of routing; PEFT has one.</source>
        <translation>Art der Verteilung; PEFT hat eine.</translation>
    </message>
    <message>
        <source>Several small LoRAs per layer that every task mixes in its own way; for data with several tasks.</source>
        <translation>Mehrere kleine LoRAs je Schicht, die jede Aufgabe auf ihre Weise mischt; für Daten mit mehreren Aufgaben.</translation>
    </message>
    <message>
        <source>Make the prefix by a small network while training, which steadies it.</source>
        <translation>Den Prefix beim Training aus einem kleinen Netz machen, was ihn beruhigt.</translation>
    </message>
    <message>
        <source>&quot;zero&quot; starts with keys and values of zero; missing = N(0, 1).</source>
        <translation>&quot;zero&quot; beginnt mit Schlüsseln und Werten von null; leer = N(0, 1).</translation>
    </message>
    <message>
        <source>Learned keys and values in front of every layer's own; the weights stay as they are.</source>
        <translation>Gelernte Schlüssel und Werte vor den eigenen jeder Schicht; die Gewichte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Learned tokens in front of every text; very few parameters, but every text gets longer.</source>
        <translation>Gelernte Token vor jedem Text; sehr wenige Parameter, aber jeder Text wird länger.</translation>
    </message>
    <message>
        <source>Number of directions that are turned; at most the smaller side of the weight. 32 to 256 are usual.</source>
        <translation>Zahl der Richtungen, die gedreht werden; höchstens die kleinere Seite des Gewichts. Üblich sind 32 bis 256.</translation>
    </message>
    <message>
        <source>Divides the scale of A and B, which the change multiplies again: of little effect.</source>
        <translation>Teilt die Skala von A und B, die die Änderung wieder malnimmt: von geringer Wirkung.</translation>
    </message>
    <message>
        <source>Turn only; false learns any matrix between the directions.</source>
        <translation>Nur drehen; aus lernt eine beliebige Matrix zwischen den Richtungen.</translation>
    </message>
    <message>
        <source>Learn a scale of every direction after turning.</source>
        <translation>Nach dem Drehen eine Skala jeder Richtung lernen.</translation>
    </message>
    <message>
        <source>Learn a scale of every direction before turning.</source>
        <translation>Vor dem Drehen eine Skala jeder Richtung lernen.</translation>
    </message>
    <message>
        <source>Where the singular values go: into B (psoft_init), or half into each of A and B (pissa_init).</source>
        <translation>Wohin die Singulärwerte gehen: in B (psoft_init) oder je zur Hälfte in A und B (pissa_init).</translation>
    </message>
    <message>
        <source>How the directions are found: exactly, or quicker by subspace iteration.</source>
        <translation>Wie die Richtungen gefunden werden: exakt oder schneller durch Unterraum-Iteration.</translation>
    </message>
    <message>
        <source>Rounds of that iteration; used with psoft_svd lowrank only.</source>
        <translation>Runden dieser Iteration; nur mit psoft_svd lowrank benutzt.</translation>
    </message>
    <message>
        <source>Seed of its random start; used with psoft_svd lowrank only.</source>
        <translation>Startwert ihres zufälligen Anfangs; nur mit psoft_svd lowrank benutzt.</translation>
    </message>
    <message>
        <source>Bound between 0 and 1 of what the series is made of, for stability; missing = none.</source>
        <translation>Grenze zwischen 0 und 1 dessen, woraus die Reihe besteht, zur Stabilität; leer = keine.</translation>
    </message>
    <message>
        <source>Start without change; false draws the rotation.</source>
        <translation>Ohne Änderung beginnen; aus zieht die Drehung.</translation>
    </message>
    <message>
        <source>Turns the strongest directions of each weight among themselves; few numbers, keeps what the model knows well.</source>
        <translation>Dreht die stärksten Richtungen jedes Gewichts untereinander; wenige Zahlen, behält, was das Modell gut kann.</translation>
    </message>
    <message>
        <source>Rank of the random matrices; far higher than a LoRA rank, for only vectors are learned.</source>
        <translation>Rang der Zufallsmatrizen; weit höher als ein LoRA-Rang, denn nur Vektoren werden gelernt.</translation>
    </message>
    <message>
        <source>First value of the vector between A and B.</source>
        <translation>Anfangswert des Vektors zwischen A und B.</translation>
    </message>
    <message>
        <source>Draw from the learned distribution in use too, instead of taking its mean.</source>
        <translation>Auch im Betrieb aus der gelernten Verteilung ziehen, statt ihren Mittelwert zu nehmen.</translation>
    </message>
    <message>
        <source>Seed of the draws; missing = they follow the seed of the run.</source>
        <translation>Startwert der Ziehungen; leer = sie folgen dem Startwert des Laufs.</translation>
    </message>
    <message>
        <source>Start without effect; false draws the first values at random.</source>
        <translation>Ohne Wirkung beginnen; aus zieht die Anfangswerte zufällig.</translation>
    </message>
    <message>
        <source>VeRA that learns a distribution instead of fixed values and draws from it while training.</source>
        <translation>VeRA, das eine Verteilung statt fester Werte lernt und beim Training daraus zieht.</translation>
    </message>
    <message>
        <source>Rank of one random matrix; a smaller one means more of them, so more is learned.</source>
        <translation>Rang einer Zufallsmatrix; ein kleinerer heißt mehr davon, also wird mehr gelernt.</translation>
    </message>
    <message>
        <source>Strength: the change is multiplied by randlora_alpha / r; about 20 r is usual.</source>
        <translation>Stärke: die Änderung wird mit randlora_alpha / r malgenommen; üblich ist etwa 20 r.</translation>
    </message>
    <message>
        <source>Random matrices of -1, 0 and 1 with two thirds zeros.</source>
        <translation>Zufallsmatrizen aus -1, 0 und 1 mit zwei Dritteln Nullen.</translation>
    </message>
    <message>
        <source>The same with far more zeros; goes before sparse.</source>
        <translation>Dasselbe mit weit mehr Nullen; geht sparse vor.</translation>
    </message>
    <message>
        <source>Learns full-rank changes as scaled sums of frozen random matrices; few trained numbers, slower steps.</source>
        <translation>Lernt Änderungen vollen Rangs als skalierte Summen eingefrorener Zufallsmatrizen; wenige trainierte Zahlen, langsamere Schritte.</translation>
    </message>
    <message>
        <source>How much is learned: road_1 one angle and scale per pair, road_2 one per output, road_4 two per output.</source>
        <translation>Wie viel gelernt wird: road_1 ein Winkel und eine Skala je Paar, road_2 je Ausgabe, road_4 zwei je Ausgabe.</translation>
    </message>
    <message>
        <source>Outputs are paired within groups of this even size, which must divide the outputs of every target.</source>
        <translation>Ausgaben werden in Gruppen dieser geraden Größe gepaart, die die Ausgaben jedes Ziels teilen muss.</translation>
    </message>
    <message>
        <source>Start without change; false draws angles and scales.</source>
        <translation>Ohne Änderung beginnen; aus zieht Winkel und Skalen.</translation>
    </message>
    <message>
        <source>Turns and scales pairs of outputs; very few numbers, nearly as quick as the bare model.</source>
        <translation>Dreht und skaliert Paare von Ausgaben; sehr wenige Zahlen, fast so schnell wie das bloße Modell.</translation>
    </message>
    <message>
        <source>Rank of the correction at the input of each block.</source>
        <translation>Rang der Korrektur an der Eingabe jedes Blocks.</translation>
    </message>
    <message>
        <source>Strength of the correction.</source>
        <translation>Stärke der Korrektur.</translation>
    </message>
    <message>
        <source>Share of the difference that is set to zero while training.</source>
        <translation>Anteil des Unterschieds, der beim Training null gesetzt wird.</translation>
    </message>
    <message>
        <source>Start without correction; false draws it.</source>
        <translation>Ohne Korrektur beginnen; aus zieht sie.</translation>
    </message>
    <message>
        <source>The network beside the model: mirror (the model's architecture, small and fresh) or the folder of another one.</source>
        <translation>Das Netz neben dem Modell: mirror (der Aufbau des Modells, klein und frisch) oder der Ordner eines anderen.</translation>
    </message>
    <message>
        <source>Blocks of the mirror network; missing = 1.</source>
        <translation>Blöcke des Spiegelnetzes; leer = 1.</translation>
    </message>
    <message>
        <source>Width of the mirror network; missing = the model's.</source>
        <translation>Breite des Spiegelnetzes; leer = die des Modells.</translation>
    </message>
    <message>
        <source>Heads of the mirror network; missing = the model's.</source>
        <translation>Köpfe des Spiegelnetzes; leer = die des Modells.</translation>
    </message>
    <message>
        <source>Feed-forward width of the mirror network; missing = the model's.</source>
        <translation>Feed-forward-Breite des Spiegelnetzes; leer = die des Modells.</translation>
    </message>
    <message>
        <source>Feed the mirror network with the model's token embeddings where the widths agree.</source>
        <translation>Das Spiegelnetz mit den Tokeneinbettungen des Modells speisen, wo die Breiten passen.</translation>
    </message>
    <message>
        <source>Width of the networks that move the state on; missing = r.</source>
        <translation>Breite der Netze, die den Zustand weiterführen; leer = r.</translation>
    </message>
    <message>
        <source>Weight of the loss that the network beside the model has on its own; 0 switches it off.</source>
        <translation>Gewicht des Verlusts, den das Netz neben dem Modell für sich hat; 0 schaltet ihn ab.</translation>
    </message>
    <message>
        <source>A small network runs beside the model and corrects the input of every block; it also learns to predict alone.</source>
        <translation>Ein kleines Netz läuft neben dem Modell und korrigiert die Eingabe jedes Blocks; es lernt auch, allein vorherzusagen.</translation>
    </message>
    <message>
        <source>How many entries to train: r (in + out) of each weight, as many numbers as a LoRA of rank r.</source>
        <translation>Wie viele Einträge trainiert werden: r (ein + aus) jedes Gewichts, so viele Zahlen wie ein LoRA vom Rang r.</translation>
    </message>
    <message>
        <source>How the entries are chosen; only random can be made here, others come with the file of an adapter.</source>
        <translation>Wie die Einträge gewählt werden; hier geht nur random, andere kommen mit der Datei eines Adapters.</translation>
    </message>
    <message>
        <source>Seed of the choice; missing = PyTorch's own default seed.</source>
        <translation>Startwert der Wahl; leer = PyTorchs eigener Startwert.</translation>
    </message>
    <message>
        <source>Start with a change of zero; false draws it from N(0, 1).</source>
        <translation>Mit einer Änderung von null beginnen; aus zieht sie aus N(0, 1).</translation>
    </message>
    <message>
        <source>Trains a small random share of the weights' own entries; few numbers, yet a change of high rank.</source>
        <translation>Trainiert einen kleinen zufälligen Anteil der Einträge der Gewichte selbst; wenige Zahlen, doch eine Änderung hohen Rangs.</translation>
    </message>
    <message>
        <source>Share of a weight's entries that stay as they are; 0.99 trains one in a hundred.</source>
        <translation>Anteil der Einträge eines Gewichts, die bleiben, wie sie sind; 0.99 trainiert einen von hundert.</translation>
    </message>
    <message>
        <source>Train the entries of largest magnitude; false trains those of smallest.</source>
        <translation>Die Einträge größten Betrags trainieren; aus trainiert die kleinsten.</translation>
    </message>
    <message>
        <source>Rank of a LoRA trained beside the entries; missing = none.</source>
        <translation>Rang eines LoRA, das neben den Einträgen trainiert wird; leer = keines.</translation>
    </message>
    <message>
        <source>Strength of that LoRA: it is multiplied by lora_alpha / r; missing = 2 r.</source>
        <translation>Stärke dieses LoRA: es wird mit lora_alpha / r malgenommen; leer = 2 r.</translation>
    </message>
    <message>
        <source>Share of the inputs of that LoRA that are set to zero while training.</source>
        <translation>Anteil der Eingaben dieses LoRA, die beim Training null gesetzt werden.</translation>
    </message>
    <message>
        <source>Start without change; false draws random values.</source>
        <translation>Ohne Änderung beginnen; aus zieht Zufallswerte.</translation>
    </message>
    <message>
        <source>Save the places of the trained entries; false finds them again in the base weights.</source>
        <translation>Die Stellen der trainierten Einträge speichern; aus findet sie in den Basisgewichten wieder.</translation>
    </message>
    <message>
        <source>Trains the largest entries of the weights and leaves the others; LoRA can be added.</source>
        <translation>Trainiert die größten Einträge der Gewichte und lässt die anderen; LoRA kann dazukommen.</translation>
    </message>
    <message>
        <source>How many singular directions of each weight are used.</source>
        <translation>Wie viele singuläre Richtungen jedes Gewichts benutzt werden.</translation>
    </message>
    <message>
        <source>Length of a learned vector; as low as 1 can do.</source>
        <translation>Länge eines gelernten Vektors; schon 1 kann genügen.</translation>
    </message>
    <message>
        <source>How far layers share one vector: 0 = each has its own, 1 = one for all.</source>
        <translation>Wie weit sich Schichten einen Vektor teilen: 0 = jede hat ihren eigenen, 1 = einer für alle.</translation>
    </message>
    <message>
        <source>First values of the vectors: true = zeros, so without effect; &quot;uniform&quot; = within init_v_bound; false = left open, here zeros.</source>
        <translation>Anfangswerte der Vektoren: true = Nullen, also ohne Wirkung; &quot;uniform&quot; = innerhalb init_v_bound; false = offen, hier Nullen.</translation>
    </message>
    <message>
        <source>Bound of the first values where init_weights is &quot;uniform&quot;.</source>
        <translation>Grenze der Anfangswerte, wo init_weights &quot;uniform&quot; ist.</translation>
    </message>
    <message>
        <source>Seed of the random matrices.</source>
        <translation>Startwert der Zufallsmatrizen.</translation>
    </message>
    <message>
        <source>Save the random matrices with the adapter; false draws them again from the seed.</source>
        <translation>Die Zufallsmatrizen mit dem Adapter speichern; aus zieht sie wieder aus dem Startwert.</translation>
    </message>
    <message>
        <source>Learns a tiny vector between the main directions of frozen weights; smallest of all, learns little.</source>
        <translation>Lernt einen winzigen Vektor zwischen den Hauptrichtungen eingefrorener Gewichte; am kleinsten von allen, lernt wenig.</translation>
    </message>
    <message>
        <source>Ids of the tokens to train.</source>
        <translation>Nummern der zu trainierenden Token.</translation>
    </message>
    <message>
        <source>Layers whose rows are trained: a list of names or name endings, or one regular expression; missing = the token embedding.</source>
        <translation>Schichten, deren Zeilen trainiert werden: eine Liste von Namen oder Namensenden oder ein regulärer Ausdruck; leer = die Tokeneinbettung.</translation>
    </message>
    <message>
        <source>Start from the model's rows; off = random values, which changes the model from the start.</source>
        <translation>Mit den Zeilen des Modells beginnen; aus = Zufallswerte, die das Modell von Anfang an ändern.</translation>
    </message>
    <message>
        <source>Trains the embeddings of a few chosen tokens and nothing else; for new or repurposed tokens.</source>
        <translation>Trainiert die Einbettungen einiger gewählter Token und sonst nichts; für neue oder umgewidmete Token.</translation>
    </message>
    <message>
        <source>Rank of the weight change.</source>
        <translation>Rang der Gewichtsänderung.</translation>
    </message>
    <message>
        <source>Length of the learned vector: all that is trained.</source>
        <translation>Länge des gelernten Vektors: alles, was trainiert wird.</translation>
    </message>
    <message>
        <source>Seed of which entry goes where.</source>
        <translation>Startwert dafür, welcher Eintrag wohin kommt.</translation>
    </message>
    <message>
        <source>The vector's first values are drawn evenly between minus this and this.</source>
        <translation>Die Anfangswerte des Vektors werden gleichmäßig zwischen minus diesem und diesem Wert gezogen.</translation>
    </message>
    <message>
        <source>Draw the first values within init_theta_d_bound; false draws them from N(0, 1).</source>
        <translation>Die Anfangswerte innerhalb init_theta_d_bound ziehen; aus zieht sie aus N(0, 1).</translation>
    </message>
    <message>
        <source>Save which entry goes where as well; false makes the file tiny and draws it again from the seed.</source>
        <translation>Auch speichern, welcher Eintrag wohin kommt; aus macht die Datei winzig und zieht es wieder aus dem Startwert.</translation>
    </message>
    <message>
        <source>Fills the low-rank factors of all layers from one learned vector; a few hundred trained numbers in all.</source>
        <translation>Füllt die Faktoren niedrigen Rangs aller Schichten aus einem gelernten Vektor; einige hundert trainierte Zahlen insgesamt.</translation>
    </message>
    <message>
        <source>Vectors in the bank; more for larger models.</source>
        <translation>Vektoren in der Bank; mehr für größere Modelle.</translation>
    </message>
    <message>
        <source>Length of a vector; must divide inputs and outputs of every adapted layer.</source>
        <translation>Länge eines Vektors; muss Ein- und Ausgaben jeder angepassten Schicht teilen.</translation>
    </message>
    <message>
        <source>How many vectors are mixed into one piece.</source>
        <translation>Wie viele Vektoren zu einem Stück gemischt werden.</translation>
    </message>
    <message>
        <source>Save only the mixed vectors' numbers and shares: a far smaller file, which cannot be trained on.</source>
        <translation>Nur Nummern und Anteile der gemischten Vektoren speichern: eine weit kleinere Datei, auf der nicht weitertrainiert werden kann.</translation>
    </message>
    <message>
        <source>The bank's first values are drawn evenly between minus this and this.</source>
        <translation>Die Anfangswerte der Bank werden gleichmäßig zwischen minus diesem und diesem Wert gezogen.</translation>
    </message>
    <message>
        <source>Standard deviation of the logits' first values.</source>
        <translation>Standardabweichung der Anfangswerte der Logits.</translation>
    </message>
    <message>
        <source>Builds the low-rank factors of all layers from one shared bank of vectors; very small when saved as mixes.</source>
        <translation>Baut die Faktoren niedrigen Rangs aller Schichten aus einer gemeinsamen Bank von Vektoren; sehr klein, wenn als Mischung gespeichert.</translation>
    </message>
    <message>
        <source>Shares two frozen random matrices over all layers and learns two vectors per layer; very small files.</source>
        <translation>Teilt zwei eingefrorene Zufallsmatrizen über alle Schichten und lernt zwei Vektoren je Schicht; sehr kleine Dateien.</translation>
    </message>
    <message>
        <source>Wavelet of the transform: Daubechies (db), symlets (sym) or coiflets (coif); longer ones are smoother.</source>
        <translation>Wavelet der Transformation: Daubechies (db), Symlets (sym) oder Coiflets (coif); längere sind glatter.</translation>
    </message>
    <message>
        <source>Transform the coefficients; false takes them as single entries of the change.</source>
        <translation>Die Koeffizienten transformieren; aus nimmt sie als einzelne Einträge der Änderung.</translation>
    </message>
    <message>
        <source>Share n_frequency times the number of layers out by the layers' sizes.</source>
        <translation>n_frequency mal die Zahl der Schichten nach deren Größe verteilen.</translation>
    </message>
    <message>
        <source>Start without a change; false draws the coefficients from N(0, 0.01).</source>
        <translation>Ohne Änderung beginnen; aus zieht die Koeffizienten aus N(0, 0.01).</translation>
    </message>
    <message>
        <source>Learns a few wavelet coefficients of each layer's weight change; few numbers, freely chosen how many.</source>
        <translation>Lernt einige Wavelet-Koeffizienten der Gewichtsänderung jeder Schicht; wenige Zahlen, frei gewählt.</translation>
    </message>
    <message>
        <source>The experts: folders of LoRA adapters by number, for example {&quot;0&quot;: &quot;maths&quot;, &quot;1&quot;: &quot;code&quot;}.</source>
        <translation>Die Experten: Ordner von LoRA-Adaptern nach Nummer, zum Beispiel {&quot;0&quot;: &quot;maths&quot;, &quot;1&quot;: &quot;code&quot;}.</translation>
    </message>
    <message>
        <source>Width of the model; missing = what it is.</source>
        <translation>Breite des Modells; leer = wie sie ist.</translation>
    </message>
    <message>
        <source>Scales of its own for every layer instead of one set for all.</source>
        <translation>Eigene Skalen für jede Schicht statt eines Satzes für alle.</translation>
    </message>
    <message>
        <source>How many experts, at most, a token gets; missing = all.</source>
        <translation>Wie viele Experten ein Token höchstens bekommt; leer = alle.</translation>
    </message>
    <message>
        <source>Make a token's scales sum to 1.</source>
        <translation>Die Skalen eines Tokens auf 1 summieren.</translation>
    </message>
    <message>
        <source>Make the scales of the chosen experts sum to 1; needs top_k_lora.</source>
        <translation>Die Skalen der gewählten Experten auf 1 summieren; braucht top_k_lora.</translation>
    </message>
    <message>
        <source>Layers of the classifier.</source>
        <translation>Schichten des Klassifikators.</translation>
    </message>
    <message>
        <source>Width between them.</source>
        <translation>Breite zwischen ihnen.</translation>
    </message>
    <message>
        <source>Share of the classifier's inner values that are set to zero while training.</source>
        <translation>Anteil der inneren Werte des Klassifikators, die beim Training null gesetzt werden.</translation>
    </message>
    <message>
        <source>Train the experts too.</source>
        <translation>Auch die Experten trainieren.</translation>
    </message>
    <message>
        <source>Scale of all experts in the pass that the classifier reads.</source>
        <translation>Skala aller Experten in dem Durchgang, den der Klassifikator liest.</translation>
    </message>
    <message>
        <source>Factor on what every expert adds.</source>
        <translation>Faktor auf das, was jeder Experte beiträgt.</translation>
    </message>
    <message>
        <source>Mixes LoRAs that are trained already, anew for every token; each pass through the model runs twice.</source>
        <translation>Mischt schon trainierte LoRAs für jedes Token neu; jeder Durchgang durch das Modell läuft zweimal.</translation>
    </message>
    <message>
        <source>The file with the training rows.</source>
        <translation>Die Datei mit den Trainingszeilen.</translation>
    </message>
    <message>
        <source>What a row looks like; auto recognises it by content.</source>
        <translation>Wie eine Zeile aussieht; auto erkennt es am Inhalt.</translation>
    </message>
    <message>
        <source>&quot;model&quot; uses the model's own chat template, &quot;none&quot; none; anything else is a Jinja template.</source>
        <translation>&quot;model&quot; nimmt die Chatvorlage des Modells, &quot;none&quot; keine; alles andere ist eine Jinja-Vorlage.</translation>
    </message>
    <message>
        <source>Which tokens the loss sees.</source>
        <translation>Welche Token der Verlust sieht.</translation>
    </message>
    <message>
        <source>Longer rows are cut to this many tokens.</source>
        <translation>Längere Zeilen werden auf so viele Token gekürzt.</translation>
    </message>
    <message>
        <source>Share of the rows held out for evaluation; 0 for none.</source>
        <translation>Anteil der Zeilen, die zur Prüfung zurückgehalten werden; 0 für keine.</translation>
    </message>
    <message>
        <source>A file with held-out rows; it replaces eval_fraction.</source>
        <translation>Eine Datei mit zurückgehaltenen Zeilen; sie ersetzt eval_fraction.</translation>
    </message>
    <message>
        <source>Lay rows end to end without padding, up to 1,024 tokens a pass, each seeing only itself; off: one row a pass (slower, less memory). The loss is the same.</source>
        <translation>Zeilen ohne Auffüllung aneinanderlegen, bis 1.024 Token je Durchgang, jede sieht nur sich selbst; aus: eine Zeile je Durchgang (langsamer, weniger Speicher). Der Verlust ist gleich.</translation>
    </message>
    <message>
        <source>A new order of rows for every epoch; off keeps the file's order.</source>
        <translation>Für jede Epoche eine neue Reihenfolge der Zeilen; aus behält die der Datei.</translation>
    </message>
    <message>
        <source>Optimiser steps; -1 trains for num_train_epochs.</source>
        <translation>Optimiererschritte; -1 trainiert num_train_epochs lang.</translation>
    </message>
    <message>
        <source>Passes over the data when max_steps is -1.</source>
        <translation>Durchgänge durch die Daten, wenn max_steps -1 ist.</translation>
    </message>
    <message>
        <source>Rows in one micro-batch.</source>
        <translation>Zeilen in einem Teilstapel.</translation>
    </message>
    <message>
        <source>Micro-batches in one optimiser step.</source>
        <translation>Teilstapel in einem Optimiererschritt.</translation>
    </message>
    <message>
        <source>Peak learning rate; LoRA usually likes 1e-4 to 2e-3.</source>
        <translation>Höchste Lernrate; LoRA mag gewöhnlich 1e-4 bis 2e-3.</translation>
    </message>
    <message>
        <source>The optimiser; those that begin with lora_ are PEFT's for LoRA (LoRA+, LoRA-FA, Riemannian preconditioning).</source>
        <translation>Der Optimierer; die mit lora_ beginnen, sind PEFTs für LoRA (LoRA+, LoRA-FA, Riemannsche Vorkonditionierung).</translation>
    </message>
    <message>
        <source>lora_plus: how many times faster B learns than A.</source>
        <translation>lora_plus: wievielmal schneller B lernt als A.</translation>
    </message>
    <message>
        <source>lora_plus: learning rate of adapters of the embedding.</source>
        <translation>lora_plus: Lernrate von Adaptern der Einbettung.</translation>
    </message>
    <message>
        <source>lora_riemannian: damping of the preconditioner.</source>
        <translation>lora_riemannian: Dämpfung des Vorkonditionierers.</translation>
    </message>
    <message>
        <source>How the learning rate falls.</source>
        <translation>Wie die Lernrate fällt.</translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate rises from 0.</source>
        <translation>Anteil der Schritte, in denen die Lernrate von 0 steigt.</translation>
    </message>
    <message>
        <source>Steps of rise; above 0 it replaces warmup_ratio.</source>
        <translation>Schritte des Anstiegs; über 0 ersetzt es warmup_ratio.</translation>
    </message>
    <message>
        <source>Decoupled weight decay (not on biases and norms).</source>
        <translation>Entkoppelter Gewichtszerfall (nicht bei Versätzen und Normen).</translation>
    </message>
    <message>
        <source>Gradients are scaled down to this norm; 0 turns it off.</source>
        <translation>Gradienten werden auf diese Norm verkleinert; 0 schaltet das ab.</translation>
    </message>
    <message>
        <source>Seeds initial values, data order and dropout.</source>
        <translation>Startwert für Anfangswerte, Reihenfolge der Daten und Dropout.</translation>
    </message>
    <message>
        <source>Evaluate every so many steps; 0: only before the first and after the last.</source>
        <translation>Alle so viele Schritte prüfen; 0: nur vor dem ersten und nach dem letzten.</translation>
    </message>
    <message>
        <source>Checkpoint every so many steps; 0: only when stopped.</source>
        <translation>Alle so viele Schritte ein Sicherungspunkt; 0: nur beim Anhalten.</translation>
    </message>
    <message>
        <source>Checkpoints kept.</source>
        <translation>Behaltene Sicherungspunkte.</translation>
    </message>
    <message>
        <source>Taken for HF's sake: every step is logged and stored.</source>
        <translation>HF zuliebe angenommen: jeder Schritt wird aufgezeichnet und gespeichert.</translation>
    </message>
    <message>
        <source>Recompute activations in the backward pass: less memory, slower.</source>
        <translation>Aktivierungen im Rückwärtsgang neu berechnen: weniger Speicher, langsamer.</translation>
    </message>
    <message>
        <source>Measure the untouched model before the first step.</source>
        <translation>Das unberührte Modell vor dem ersten Schritt messen.</translation>
    </message>
    <message>
        <source>Held-out rows used by each evaluation; 0: all.</source>
        <translation>Zurückgehaltene Zeilen je Prüfung; 0: alle.</translation>
    </message>
    <message>
        <source>Longest answer when exact match is measured.</source>
        <translation>Längste Antwort, wenn exact match gemessen wird.</translation>
    </message>
    <message>
        <source>Among loss, perplexity, exact_match.</source>
        <translation>Aus loss, perplexity, exact_match.</translation>
    </message>
    <message>
        <source>Taken for HF's sake: evaluation packs about 2,048 tokens into a pass.</source>
        <translation>HF zuliebe angenommen: die Prüfung packt etwa 2.048 Token in einen Durchgang.</translation>
    </message>
    <message>
        <source>Adam's first decay.</source>
        <translation>Adams erster Zerfall.</translation>
    </message>
    <message>
        <source>Adam's second decay.</source>
        <translation>Adams zweiter Zerfall.</translation>
    </message>
    <message>
        <source>Adam's epsilon.</source>
        <translation>Adams Epsilon.</translation>
    </message>
    <message>
        <source>Momentum of SGD.</source>
        <translation>Schwung von SGD.</translation>
    </message>
    <message>
        <source>0 takes the likeliest token every time; higher is freer.</source>
        <translation>0 nimmt jedes Mal das wahrscheinlichste Token; höher ist freier.</translation>
    </message>
    <message>
        <source>Only the likeliest tokens that together reach this share.</source>
        <translation>Nur die wahrscheinlichsten Token, die zusammen diesen Anteil erreichen.</translation>
    </message>
    <message>
        <source>The longest answer.</source>
        <translation>Die längste Antwort.</translation>
    </message>
    <message>
        <source>The same seed gives the same answer.</source>
        <translation>Derselbe Startwert gibt dieselbe Antwort.</translation>
    </message>
    <message>
        <source>Choose another folder with --home or PARETUNE_HOME.</source>
        <translation>Wählen Sie mit --home oder PARETUNE_HOME einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Free some disk space; a run needs up to 1 GB.</source>
        <translation>Machen Sie Plattenplatz frei; ein Lauf braucht bis zu 1 GB.</translation>
    </message>
    <message>
        <source>Training works, but slowly: the kernels use their portable path.</source>
        <translation>Training geht, aber langsam: die Kernel nehmen ihren allgemeinen Weg.</translation>
    </message>
    <message>
        <source>Close other programs; the demo needs about 2 GB.</source>
        <translation>Schließen Sie andere Programme; die Vorführung braucht etwa 2 GB.</translation>
    </message>
    <message>
        <source>Please report this with your processor's name; results of training may be wrong.</source>
        <translation>Bitte melden Sie dies mit dem Namen Ihres Prozessors; Ergebnisse des Trainings können falsch sein.</translation>
    </message>
    <message>
        <source>Processor cores</source>
        <translation>Prozessorkerne</translation>
    </message>
    <message>
        <source>Vector units</source>
        <translation>Vektoreinheiten</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>LibTorch</source>
        <translation>LibTorch</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA-GPU</translation>
    </message>
    <message>
        <source>Studio folder</source>
        <translation>Ordner des Studios</translation>
    </message>
    <message>
        <source>Demo model</source>
        <translation>Beispielmodell</translation>
    </message>
    <message>
        <source>Bundled resources</source>
        <translation>Mitgelieferte Dateien</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>Rechenkerne</translation>
    </message>
    <message>
        <source>usable</source>
        <translation>nutzbar</translation>
    </message>
    <message>
        <source>all agree with their references</source>
        <translation>alle stimmen mit ihrem Vergleich überein</translation>
    </message>
    <message>
        <source>Accepted at null only: it is for models of Megatron-LM, which are not loaded here.</source>
        <translation>Nur null wird angenommen: Es ist für Modelle von Megatron-LM, die hier nicht geladen werden.</translation>
    </message>
    <message>
        <source>Length of the cartridge; must be given (20 is a usual start).</source>
        <translation>Länge der Cartridge; muss angegeben werden (20 ist ein üblicher Anfang).</translation>
    </message>
    <message>
        <source>Is about convolutions, which language models do not have; without effect on LoHa here.</source>
        <translation>Betrifft Faltungen, die Sprachmodelle nicht haben; hier ohne Wirkung auf LoHa.</translation>
    </message>
    <message>
        <source>Is about convolutions, which language models do not have; without effect on LoKr here.</source>
        <translation>Betrifft Faltungen, die Sprachmodelle nicht haben; hier ohne Wirkung auf LoKr.</translation>
    </message>
    <message>
        <source>Length of the prompt; must be given (20 is a usual start).</source>
        <translation>Länge des Prompts; muss angegeben werden (20 ist ein üblicher Anfang).</translation>
    </message>
    <message>
        <source>Start from random values (RANDOM), from embeddings of random tokens (SAMPLE_VOCAB) or from those of a text (TEXT), or from a saved prompt: with the mean of its tasks, with one of them, or with what they share alone.</source>
        <translation>Anfang mit zufälligen Werten (RANDOM), mit den Einbettungen zufälliger Token (SAMPLE_VOCAB) oder denen eines Textes (TEXT), oder mit einem gespeicherten Prompt: mit dem Mittel seiner Aufgaben, mit einer davon, oder nur mit dem, was sie teilen.</translation>
    </message>
    <message>
        <source>Length of the prefix; must be given (20 is a usual start).</source>
        <translation>Länge des Präfixes; muss angegeben werden (20 ist ein üblicher Anfang).</translation>
    </message>
    <message>
        <source>Start from random values (RANDOM), from embeddings of random tokens (SAMPLE_VOCAB) or from those of a text (TEXT).</source>
        <translation>Anfang mit zufälligen Werten (RANDOM), mit den Einbettungen zufälliger Token (SAMPLE_VOCAB) oder denen eines Textes (TEXT).</translation>
    </message>
    <message>
        <source>Save the random matrices with the adapter; false makes the file small and draws them again from the seed.</source>
        <translation>Die zufälligen Matrizen mit dem Adapter speichern; false macht die Datei klein und zieht sie aus dem Startwert neu.</translation>
    </message>
    <message>
        <source>The training rows: a file, org/name or org/name:split in the HF cache, {path, weight}, or a list of these.</source>
        <translation>Die Trainingszeilen: eine Datei, org/name oder org/name:split im HF-Cache, {path, weight}, oder eine Liste davon.</translation>
    </message>
    <message>
        <source>Seeds the data order in place of seed, so that runs with several seeds see the same order.</source>
        <translation>Startwert der Reihenfolge der Daten anstelle von seed, damit Läufe mit verschiedenen Startwerten dieselbe Reihenfolge sehen.</translation>
    </message>
    <message>
        <source>Compute products in bf16, what adds up in fp32, as torch.autocast: quicker and smaller on a GPU, slow on most CPUs.</source>
        <translation>Produkte in bf16 rechnen, Summen in fp32, wie torch.autocast: schneller und kleiner auf einer GPU, langsam auf den meisten CPUs.</translation>
    </message>
    <message>
        <source>Make the largest pass once before the first step: its memory and time are measured, the run stays the same.</source>
        <translation>Vor dem ersten Schritt den größten Durchgang einmal rechnen: Sein Speicher und seine Zeit werden gemessen, der Lauf bleibt derselbe.</translation>
    </message>
    <message>
        <source>Among loss, perplexity, exact_match, accuracy of classifiers, and once at the end forgetting and drift.</source>
        <translation>Aus loss, perplexity, exact_match, accuracy von Klassifikatoren, und einmal am Ende forgetting und drift.</translation>
    </message>
    <message>
        <source>Names of the classes by number, for task_type SEQ_CLS; null takes them from the rows.</source>
        <translation>Namen der Klassen nach ihrer Nummer, für task_type SEQ_CLS; null nimmt sie aus den Zeilen.</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (lora_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (lora_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (boft_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (boft_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (c3a_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (c3a_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (deft_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (deft_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (delora_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (delora_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (fourier_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (fourier_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (frod_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (frod_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (glora_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (glora_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (gralora_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (gralora_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (hra_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (hra_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (MiSS_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (MiSS_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (oft_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (oft_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (pvera_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (pvera_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (randlora_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (randlora_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (tinylora_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (tinylora_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (unilora_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (unilora_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (vblora_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (vblora_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (vera_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (vera_only).</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (waveft_only).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (waveft_only).</translation>
    </message>
    <message>
        <source>Gradient norm %1, usual %2 to %3, %4 step so far at learning rate %5. If it goes on, lower it.</source>
        <translation>Gradientennorm %1, üblich %2 bis %3, bisher %4 Schritt bei Lernrate %5. Wenn es so weitergeht, die Lernrate senken.</translation>
    </message>
    <message>
        <source>Gradient norm %1, usual %2 to %3, %4 steps so far at learning rate %5. If it goes on, lower it.</source>
        <translation>Gradientennorm %1, üblich %2 bis %3, bisher %4 Schritte bei Lernrate %5. Wenn es so weitergeht, die Lernrate senken.</translation>
    </message>
    <message>
        <source>Loss %1, usual %2: the training may be diverging at learning rate %3.</source>
        <translation>Verlust %1, üblich %2: das Training läuft bei Lernrate %3 vielleicht auseinander.</translation>
    </message>
    <message>
        <source>The gradient has been exactly %1 for %2 steps: nothing is learnt.</source>
        <translation>Der Gradient ist seit %2 Schritten genau %1: es wird nichts gelernt.</translation>
    </message>
    <message>
        <source>After %1 steps the loss is %2, at first it was %3: it hardly moves at learning rate %4.</source>
        <translation>Nach %1 Schritten ist der Verlust %2, am Anfang war er %3: bei Lernrate %4 bewegt er sich kaum.</translation>
    </message>
    <message>
        <source>Evaluation loss rose from %1 at step %2 to %3 at step %4, while the training loss fell from %5 to %6: the rows are learnt by heart.</source>
        <translation>Der Prüfverlust stieg von %1 bei Schritt %2 auf %3 bei Schritt %4, während der Trainingsverlust von %5 auf %6 fiel: die Zeilen werden auswendig gelernt.</translation>
    </message>
    <message>
        <source>The adapter changes nothing: on %1 fixed texts the logits are those of the base model.</source>
        <translation>Der Adapter ändert nichts: auf %1 festen Texten sind die Logits die des Basismodells.</translation>
    </message>
    <message>
        <source>gradient_checkpointing is turned on, because memory asks for it: about a third slower, the same result.</source>
        <translation>gradient_checkpointing ist eingeschaltet, weil der Speicher es verlangt: etwa ein Drittel langsamer, dasselbe Ergebnis.</translation>
    </message>
    <message>
        <source>The disk is full: training waits and goes on as soon as there is room. Nothing is lost; free some space, or stop the run.</source>
        <translation>Die Platte ist voll: das Training wartet und geht weiter, sobald Platz ist. Nichts geht verloren; Platz schaffen oder den Lauf anhalten.</translation>
    </message>
    <message>
        <source>bf16 is slow on most processors; without it a run on the CPU is quicker.</source>
        <translation>bf16 ist auf den meisten Prozessoren langsam; ohne es geht ein Lauf auf der CPU schneller.</translation>
    </message>
    <message>
        <source>Memory corrected by %1 past run of this model and method: %2 %.</source>
        <translation>Speicher nach %1 früheren Lauf mit diesem Modell und dieser Methode berichtigt: %2 %.</translation>
    </message>
    <message>
        <source>Memory corrected by %1 past runs of this model and method: %2 %.</source>
        <translation>Speicher nach %1 früheren Läufen mit diesem Modell und dieser Methode berichtigt: %2 %.</translation>
    </message>
    <message>
        <source>Time corrected by %1 past run of this model and method: %2 %.</source>
        <translation>Zeit nach %1 früheren Lauf mit diesem Modell und dieser Methode berichtigt: %2 %.</translation>
    </message>
    <message>
        <source>Time corrected by %1 past runs of this model and method: %2 %.</source>
        <translation>Zeit nach %1 früheren Läufen mit diesem Modell und dieser Methode berichtigt: %2 %.</translation>
    </message>
    <message>
        <source>The loss is not finite; the step was skipped (%1 in a row). Rows: %2.</source>
        <translation>Der Verlust ist nicht endlich; der Schritt wurde übersprungen (%1 in Folge). Zeilen: %2.</translation>
    </message>
    <message>
        <source>The gradient is not finite; the step was skipped (%1 in a row). Rows: %2.</source>
        <translation>Der Gradient ist nicht endlich; der Schritt wurde übersprungen (%1 in Folge). Zeilen: %2.</translation>
    </message>
    <message>
        <source>the loss was not finite in %1 steps in a row; the last rows were %2</source>
        <translation>der Verlust war in %1 Schritten in Folge nicht endlich; die letzten Zeilen waren %2</translation>
    </message>
    <message>
        <source>the gradient was not finite in %1 steps in a row; the last rows were %2</source>
        <translation>der Gradient war in %1 Schritten in Folge nicht endlich; die letzten Zeilen waren %2</translation>
    </message>
    <message>
        <source>Lower training.learning_rate, set max_grad_norm, or look at these rows. Checkpoints before hold good values.</source>
        <translation>training.learning_rate senken, max_grad_norm setzen, oder diese Zeilen ansehen. Die Sicherungspunkte davor enthalten gute Werte.</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>der Speicher reicht nicht</translation>
    </message>
    <message>
        <source>not enough memory on the GPU</source>
        <translation>der Speicher der GPU reicht nicht</translation>
    </message>
    <message>
        <source>Close other programs, or use a shorter max_length, a smaller batch, adapter or model ('paretune plan' shows the parts).</source>
        <translation>Andere Programme schließen, oder ein kürzeres max_length, einen kleineren Stapel, Adapter oder ein kleineres Modell nehmen (‚paretune plan‘ zeigt die Teile).</translation>
    </message>
    <message>
        <source>Set training.bf16 or quantization nf4, gradient_checkpointing, a smaller per_device_train_batch_size or max_length; or close what else uses the GPU.</source>
        <translation>training.bf16 oder quantization nf4, gradient_checkpointing, ein kleineres per_device_train_batch_size oder max_length setzen; oder schließen, was sonst die GPU benutzt.</translation>
    </message>
    <message>
        <source>the run is estimated to need more memory than is free, so its largest pass is not tried</source>
        <translation>der Lauf braucht nach der Schätzung mehr Speicher, als frei ist; sein größter Durchgang wird darum nicht versucht</translation>
    </message>
    <message>
        <source>Use a smaller model, or close other programs.</source>
        <translation>Ein kleineres Modell nehmen, oder andere Programme schließen.</translation>
    </message>
    <message>
        <source>This is a fault of the program; please report it with the run's log.txt.</source>
        <translation>Das ist ein Fehler des Programms; bitte mit der log.txt des Laufs melden.</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>diese Datei oder diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>Give an HF folder, a .gguf file, org/name from the HF cache, or "demo".</source>
        <translation>Einen HF-Ordner, eine .gguf-Datei, Organisation/Name aus dem HF-Zwischenspeicher oder "demo" angeben.</translation>
    </message>
    <message>
        <source>no such file or folder</source>
        <translation>diese Datei oder diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>Check the path of the model.</source>
        <translation>Den Pfad des Modells prüfen.</translation>
    </message>
    <message>
        <source>is one file of a model</source>
        <translation>ist eine einzelne Datei eines Modells</translation>
    </message>
    <message>
        <source>Give the folder that holds config.json and the safetensors files.</source>
        <translation>Den Ordner angeben, in dem config.json und die safetensors-Dateien liegen.</translation>
    </message>
    <message>
        <source>the demo model is not installed</source>
        <translation>das Beispielmodell ist nicht eingerichtet</translation>
    </message>
    <message>
        <source>Run packaging/run.sh once, or set PARETUNE_DEMO_MODEL to its .gguf file.</source>
        <translation>Einmal packaging/run.sh ausführen, oder PARETUNE_DEMO_MODEL auf seine .gguf-Datei setzen.</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>the file has no row</source>
        <translation>die Datei hat keine Zeile</translation>
    </message>
    <message>
        <source>Give a file with at least one row.</source>
        <translation>Eine Datei mit mindestens einer Zeile angeben.</translation>
    </message>
    <message>
        <source>is binary, not text</source>
        <translation>ist binär, kein Text</translation>
    </message>
    <message>
        <source>Give a Parquet file, or JSONL, JSON or CSV in UTF-8.</source>
        <translation>Eine Parquet-Datei angeben, oder JSONL, JSON oder CSV in UTF-8.</translation>
    </message>
    <message>
        <source>no row has a token the loss sees</source>
        <translation>keine Zeile hat ein Token, das der Verlust sieht</translation>
    </message>
    <message>
        <source>Check train_on and max_length.</source>
        <translation>train_on und max_length prüfen.</translation>
    </message>
    <message>
        <source>there is no row to train on</source>
        <translation>es gibt keine Zeile zum Trainieren</translation>
    </message>
    <message>
        <source>Give a file with rows, or a smaller eval_fraction.</source>
        <translation>Eine Datei mit Zeilen angeben, oder ein kleineres eval_fraction.</translation>
    </message>
    <message>
        <source>the text has no token</source>
        <translation>der Text hat kein Token</translation>
    </message>
    <message>
        <source>Remove the row.</source>
        <translation>Die Zeile entfernen.</translation>
    </message>
    <message>
        <source>the row has no token to train on after the cut at max_length %1 (it has %2 tokens)</source>
        <translation>nach dem Kürzen auf max_length %1 hat die Zeile kein Token zum Trainieren mehr (sie hat %2 Token)</translation>
    </message>
    <message>
        <source>the model has no chat template</source>
        <translation>das Modell hat keine Chatvorlage</translation>
    </message>
    <message>
        <source>the method trains no parameter</source>
        <translation>die Methode trainiert keinen Parameter</translation>
    </message>
    <message>
        <source>Check target_modules.</source>
        <translation>target_modules prüfen.</translation>
    </message>
    <message>
        <source>the run has no step</source>
        <translation>der Lauf hat keinen Schritt</translation>
    </message>
    <message>
        <source>Set max_steps or num_train_epochs above 0.</source>
        <translation>max_steps oder num_train_epochs über 0 setzen.</translation>
    </message>
    <message>
        <source>the folder is not empty</source>
        <translation>der Ordner ist nicht leer</translation>
    </message>
    <message>
        <source>Give a new or empty folder; nothing of yours is overwritten.</source>
        <translation>Einen neuen oder leeren Ordner angeben; nichts Eigenes wird überschrieben.</translation>
    </message>
    <message>
        <source>the file exists</source>
        <translation>die Datei gibt es schon</translation>
    </message>
    <message>
        <source>Give a new name; nothing of yours is overwritten.</source>
        <translation>Einen neuen Namen angeben; nichts Eigenes wird überschrieben.</translation>
    </message>
    <message>
        <source>the prompt is empty</source>
        <translation>der Prompt ist leer</translation>
    </message>
    <message>
        <source>Give some text.</source>
        <translation>Einen Text angeben.</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>muss eine Zahl sein</translation>
    </message>
    <message>
        <source>must be a text</source>
        <translation>muss ein Text sein</translation>
    </message>
    <message>
        <source>has no peft_type</source>
        <translation>hat kein peft_type</translation>
    </message>
    <message>
        <source>This is no PEFT adapter.</source>
        <translation>Das ist kein PEFT-Adapter.</translation>
    </message>
    <message>
        <source>No run has finished with a value to compare, so nothing can be recommended.</source>
        <translation>Kein Lauf ist mit einem vergleichbaren Wert fertig geworden, also ist nichts zu empfehlen.</translation>
    </message>
    <message>
        <source>On your data %1 reaches %2 %3</source>
        <translation>Mit Ihren Daten erreicht %1 bei %2 %3</translation>
    </message>
    <message>
        <source> (one seed)</source>
        <translation> (ein Startwert)</translation>
    </message>
    <message>
        <source> (%1 seeds)</source>
        <translation> (%1 Startwerte)</translation>
    </message>
    <message>
        <source>; there is no other method to compare it with</source>
        <translation>; es gibt keine andere Methode zum Vergleich</translation>
    </message>
    <message>
        <source>On your data %1 scores %2 %3 against %4&apos;s %5</source>
        <translation>Mit Ihren Daten erreicht %1 bei %2 %3 gegenüber %5 von %4</translation>
    </message>
    <message>
        <source>, but one seed cannot show whether that is more than chance: run at least 3 seeds before you choose</source>
        <translation>, doch ein Startwert kann nicht zeigen, ob das mehr als Zufall ist: nehmen Sie mindestens 3, bevor Sie wählen</translation>
    </message>
    <message>
        <source> (no difference that %1 seeds can show)</source>
        <translation> (kein Unterschied, den %1 Startwerte zeigen könnten)</translation>
    </message>
    <message>
        <source> (the 95 % intervals of %1 seeds are apart)</source>
        <translation> (die 95-%-Intervalle von %1 Startwerten liegen auseinander)</translation>
    </message>
    <message>
        <source>: either will do</source>
        <translation>: beide taugen</translation>
    </message>
    <message>
        <source>: take %1 if %2 matters</source>
        <translation>: nehmen Sie %1, wenn es auf %2 ankommt</translation>
    </message>
    <message>
        <source>: take %1</source>
        <translation>: nehmen Sie %1</translation>
    </message>
    <message>
        <source>, or %1 where %2 matters more than quality</source>
        <translation>, oder %1, wo es mehr auf %2 als auf Güte ankommt</translation>
    </message>
    <message>
        <source> at the same %1</source>
        <translation> bei gleichem Aufwand (%1)</translation>
    </message>
    <message>
        <source> with %1 times the %2</source>
        <translation> mit dem %1-Fachen an %2</translation>
    </message>
    <message>
        <source> with %1 % less %2</source>
        <translation> mit %1 % weniger %2</translation>
    </message>
    <message>
        <source> with %1 % more %2</source>
        <translation> mit %1 % mehr %2</translation>
    </message>
    <message>
        <source>; not counted: </source>
        <translation>; nicht gezählt: </translation>
    </message>
    <message>
        <source>%1 run of %2</source>
        <translation>%1 Lauf von %2</translation>
    </message>
    <message>
        <source>%1 runs of %2</source>
        <translation>%1 Läufe von %2</translation>
    </message>
    <message>
        <source> that did not finish</source>
        <translation> (nicht fertig geworden)</translation>
    </message>
    <message>
        <source>exact match</source>
        <translation>genau richtigen Antworten</translation>
    </message>
    <message>
        <source>eval loss</source>
        <translation>Prüfverlust</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>Perplexität</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>time a step</source>
        <translation>Zeit je Schritt</translation>
    </message>
    <message>
        <source>adapter size</source>
        <translation>Adaptergröße</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>trainable parameters</source>
        <translation>trainierbaren Parametern</translation>
    </message>
    <message>
        <source>forgetting</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>Abdrift</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>Abhilfe: %1</translation>
    </message>
    <message>
        <source>the hub cannot be reached</source>
        <translation>der Hub ist nicht zu erreichen</translation>
    </message>
    <message>
        <source>the hub's address is not found</source>
        <translation>die Adresse des Hubs ist nicht zu finden</translation>
    </message>
    <message>
        <source>the hub does not answer</source>
        <translation>der Hub antwortet nicht</translation>
    </message>
    <message>
        <source>the hub stopped sending</source>
        <translation>der Hub sendet nicht mehr</translation>
    </message>
    <message>
        <source>the connection broke</source>
        <translation>die Verbindung ist abgerissen</translation>
    </message>
    <message>
        <source>the hub has had too many requests (%1)</source>
        <translation>der Hub hat zu viele Anfragen bekommen (%1)</translation>
    </message>
    <message>
        <source>the hub is in trouble (status %1)</source>
        <translation>der Hub ist gestört (Status %1)</translation>
    </message>
    <message>
        <source>Check the connection and try again; what came so far is kept.</source>
        <translation>Die Verbindung prüfen und es noch einmal versuchen; was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>Try again later; what came so far is kept.</source>
        <translation>Später noch einmal versuchen; was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>is no name of the form org/name</source>
        <translation>ist kein Name der Form org/name</translation>
    </message>
    <message>
        <source>Copy the name from the model's page, for example HuggingFaceTB/SmolLM2-135M-Instruct.</source>
        <translation>Den Namen von der Seite des Modells übernehmen, zum Beispiel HuggingFaceTB/SmolLM2-135M-Instruct.</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE forbids downloads</source>
        <translation>HF_HUB_OFFLINE verbietet das Herunterladen</translation>
    </message>
    <message>
        <source>Unset HF_HUB_OFFLINE to download.</source>
        <translation>Zum Herunterladen HF_HUB_OFFLINE löschen.</translation>
    </message>
    <message>
        <source>does not exist on the hub, or is private</source>
        <translation>gibt es auf dem Hub nicht, oder es ist privat</translation>
    </message>
    <message>
        <source>the model is given only to those who accept its terms</source>
        <translation>das Modell bekommt nur, wer seine Bedingungen annimmt</translation>
    </message>
</context>
</TS>
