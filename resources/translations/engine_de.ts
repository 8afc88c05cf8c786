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
        <source>Checkpoints kept; 0 keeps all.</source>
        <translation>Aufgehobene Sicherungspunkte; 0 hebt alle auf.</translation>
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
        <source>memory ran out; the run was planned to need about %1 (%2)</source>
        <translation>der Speicher ging aus; der Lauf braucht nach Plan etwa %1 (%2)</translation>
    </message>
    <message>
        <source>Memory ran short in a pass of %1 rows; from here on rows share a pass up to %2 tokens: the same batch, a little slower.</source>
        <translation>Der Speicher reichte nicht für einen Durchgang mit %1 Zeilen; von hier an teilen sich Zeilen einen Durchgang bis %2 Token: derselbe Batch, etwas langsamer.</translation>
    </message>
    <message>
        <source>Memory ran short in a pass of one row; gradient_checkpointing is turned on: about a third slower, the same result.</source>
        <translation>Der Speicher reichte nicht für einen Durchgang mit einer Zeile; gradient_checkpointing wird eingeschaltet: etwa ein Drittel langsamer, dasselbe Ergebnis.</translation>
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
        <source>Evaluation time</source>
        <translation>Zeit der Prüfungen</translation>
    </message>
    <message>
        <source>Evaluation time corrected by %1 past run of this model and method: %2 %.</source>
        <translation>Zeit der Prüfungen nach %1 früheren Lauf mit diesem Modell und dieser Methode berichtigt: %2 %.</translation>
    </message>
    <message>
        <source>Evaluation time corrected by %1 past runs of this model and method: %2 %.</source>
        <translation>Zeit der Prüfungen nach %1 früheren Läufen mit diesem Modell und dieser Methode berichtigt: %2 %.</translation>
    </message>
    <message>
        <source>the files cannot be changed</source>
        <translation>die Dateien sind nicht zu ändern</translation>
    </message>
    <message>
        <source>holds about %1 values in %2 MB of JSON, which would take %3 MB of memory</source>
        <translation>hat etwa %1 Werte in %2 MB JSON, die %3 MB Speicher brauchen würden</translation>
    </message>
    <message>
        <source>Split it, or leave out what is not needed; check that it is the right file.</source>
        <translation>Aufteilen oder weglassen, was nicht gebraucht wird; prüfen, ob es die richtige Datei ist.</translation>
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
    <message>
        <source>cannot write</source>
        <translation>kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>cannot write to disk</source>
        <translation>kann nicht auf die Platte geschrieben werden</translation>
    </message>
    <message>
        <source>cannot put in place</source>
        <translation>kann nicht an seinen Platz gesetzt werden</translation>
    </message>
    <message>
        <source>Check the path; nothing is there.</source>
        <translation>Den Pfad prüfen; dort ist nichts.</translation>
    </message>
    <message>
        <source>Check the permissions of the file and its folder.</source>
        <translation>Die Rechte der Datei und ihres Ordners prüfen.</translation>
    </message>
    <message>
        <source>Free some disk space and try again.</source>
        <translation>Platz auf der Platte schaffen und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The file is larger than this system allows; raise the limit or choose another disk.</source>
        <translation>Die Datei ist größer, als dieses System erlaubt; die Grenze anheben oder eine andere Platte wählen.</translation>
    </message>
    <message>
        <source>Give a file, not a folder.</source>
        <translation>Eine Datei angeben, keinen Ordner.</translation>
    </message>
    <message>
        <source>Check the disk and the path, then try again.</source>
        <translation>Platte und Pfad prüfen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>cannot open</source>
        <translation>kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>cannot read</source>
        <translation>kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>not a regular file</source>
        <translation>keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>Give a plain file.</source>
        <translation>Eine einfache Datei angeben.</translation>
    </message>
    <message>
        <source>cannot map</source>
        <translation>kann nicht in den Speicher abgebildet werden</translation>
    </message>
    <message>
        <source>is larger than %1 bytes</source>
        <translation>ist größer als %1 Byte</translation>
    </message>
    <message>
        <source>This kind of file is never that large; check that it is the right one.</source>
        <translation>Eine Datei dieser Art ist nie so groß; prüfen, ob es die richtige ist.</translation>
    </message>
    <message>
        <source>JSON nests deeper than %1 levels</source>
        <translation>das JSON ist tiefer als %1 Ebenen geschachtelt</translation>
    </message>
    <message>
        <source>Flatten the file; no known format nests that deep.</source>
        <translation>Die Datei verflachen; kein bekanntes Format ist so tief geschachtelt.</translation>
    </message>
    <message>
        <source>not valid JSON at line %1, column %2</source>
        <translation>kein gültiges JSON in Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>Mend the JSON there; common causes are a missing comma, a trailing comma or a cut-off file.</source>
        <translation>Das JSON dort ausbessern; häufige Ursachen sind ein fehlendes Komma, ein Komma zu viel am Ende oder eine abgeschnittene Datei.</translation>
    </message>
    <message>
        <source>holds a number that is too large for JSON readers</source>
        <translation>enthält eine Zahl, die für JSON-Leser zu groß ist</translation>
    </message>
    <message>
        <source>Write a number below 1.7e308.</source>
        <translation>Eine Zahl unter 1.7e308 schreiben.</translation>
    </message>
    <message>
        <source>cannot open folder</source>
        <translation>der Ordner kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>cannot make folder</source>
        <translation>der Ordner kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>must be a text, not %1</source>
        <translation>muss ein Text sein, nicht %1</translation>
    </message>
    <message>
        <source>run file</source>
        <translation>Laufdatei</translation>
    </message>
    <message>
        <source>must be a JSON object</source>
        <translation>muss ein JSON-Objekt sein</translation>
    </message>
    <message>
        <source>See README &quot;Run file&quot; for an example.</source>
        <translation>Ein Beispiel steht in README unter &quot;Run file&quot;.</translation>
    </message>
    <message>
        <source>unknown key &quot;%1&quot;%2</source>
        <translation>unbekannter Schlüssel &quot;%1&quot;%2</translation>
    </message>
    <message>
        <source>; did you mean &quot;%1&quot;?</source>
        <translation>; ist &quot;%1&quot; gemeint?</translation>
    </message>
    <message>
        <source>Known keys are name, model, data, peft, training, init_adapter, quantization, sample_prompts.</source>
        <translation>Bekannte Schlüssel sind name, model, data, peft, training, init_adapter, quantization, sample_prompts.</translation>
    </message>
    <message>
        <source>Write &quot;%1&quot;, or remove the key.</source>
        <translation>&quot;%1&quot; schreiben oder den Schlüssel entfernen.</translation>
    </message>
    <message>
        <source>&quot;model&quot; is missing</source>
        <translation>&quot;model&quot; fehlt</translation>
    </message>
    <message>
        <source>&quot;path&quot; is missing</source>
        <translation>&quot;path&quot; fehlt</translation>
    </message>
    <message>
        <source>Give the file with the training rows.</source>
        <translation>Die Datei mit den Trainingszeilen angeben.</translation>
    </message>
    <message>
        <source>must be an object with &quot;peft_type&quot;</source>
        <translation>muss ein Objekt mit &quot;peft_type&quot; sein</translation>
    </message>
    <message>
        <source>must be a text such as &quot;LORA&quot;</source>
        <translation>muss ein Text wie &quot;LORA&quot; sein</translation>
    </message>
    <message>
        <source>'paretune methods' lists them.</source>
        <translation>‚paretune methods‘ zählt sie auf.</translation>
    </message>
    <message>
        <source>is %1, which is no known kind</source>
        <translation>ist %1, das ist keine bekannte Art</translation>
    </message>
    <message>
        <source>Use null, &quot;nf4&quot;, &quot;int8&quot;, &quot;gguf&quot; to keep the blocks of a GGUF file, or &quot;none&quot; for fp32 in memory.</source>
        <translation>null nehmen, &quot;nf4&quot;, &quot;int8&quot;, &quot;gguf&quot;, um die Blöcke einer GGUF-Datei zu behalten, oder &quot;none&quot; für fp32 im Speicher.</translation>
    </message>
    <message>
        <source>must be a list of texts</source>
        <translation>muss eine Liste von Texten sein</translation>
    </message>
    <message>
        <source>expected KEY=VALUE, got &quot;%1&quot;</source>
        <translation>erwartet wird SCHLÜSSEL=WERT, nicht &quot;%1&quot;</translation>
    </message>
    <message>
        <source>For example: --set training.max_steps=20</source>
        <translation>Zum Beispiel: --set training.max_steps=20</translation>
    </message>
    <message>
        <source>empty part in &quot;%1&quot;</source>
        <translation>leerer Teil in &quot;%1&quot;</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an object</source>
        <translation>&quot;%1&quot; ist kein Objekt</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>one of its choices</source>
        <translation>eine seiner Möglichkeiten</translation>
    </message>
    <message>
        <source>a text or a list of texts</source>
        <translation>ein Text oder eine Liste von Texten</translation>
    </message>
    <message>
        <source>must be %1, not %2</source>
        <translation>muss %1 sein, nicht %2</translation>
    </message>
    <message>
        <source>Its default is %1.</source>
        <translation>Die Vorgabe ist %1.</translation>
    </message>
    <message>
        <source>%1 is beyond 2^63</source>
        <translation>%1 liegt über 2^63</translation>
    </message>
    <message>
        <source>must be a finite number</source>
        <translation>muss eine endliche Zahl sein</translation>
    </message>
    <message>
        <source>%1 is below the least value %2</source>
        <translation>%1 liegt unter dem kleinsten Wert %2</translation>
    </message>
    <message>
        <source>Give a value of at least %1.</source>
        <translation>Einen Wert von mindestens %1 angeben.</translation>
    </message>
    <message>
        <source>%1 is above the largest value %2</source>
        <translation>%1 liegt über dem größten Wert %2</translation>
    </message>
    <message>
        <source>Give a value of at most %1.</source>
        <translation>Einen Wert von höchstens %1 angeben.</translation>
    </message>
    <message>
        <source>%1 is not a known choice%2</source>
        <translation>%1 ist keine bekannte Möglichkeit%2</translation>
    </message>
    <message>
        <source>Choose one of: %1.</source>
        <translation>Eines davon wählen: %1.</translation>
    </message>
    <message>
        <source>must be an object with keys, not %1</source>
        <translation>muss ein Objekt mit Schlüsseln sein, nicht %1</translation>
    </message>
    <message>
        <source>Remove it, or see README &quot;Run file&quot; for the known keys.</source>
        <translation>Den Schlüssel entfernen; die bekannten stehen in README unter &quot;Run file&quot;.</translation>
    </message>
    <message>
        <source>Known are: %1.</source>
        <translation>Bekannt sind: %1.</translation>
    </message>
    <message>
        <source>must be an object with keys</source>
        <translation>muss ein Objekt mit Schlüsseln sein</translation>
    </message>
    <message>
        <source>whole number</source>
        <translation>ganze Zahl</translation>
    </message>
    <message>
        <source>must be a whole number below 9e15, not %1</source>
        <translation>muss eine ganze Zahl unter 9e15 sein, nicht %1</translation>
    </message>
    <message>
        <source>must be a list of names</source>
        <translation>muss eine Liste von Namen sein</translation>
    </message>
    <message>
        <source>must be a list of names, not %1</source>
        <translation>muss eine Liste von Namen sein, nicht %1</translation>
    </message>
    <message>
        <source>must be an object of changes, for example {&quot;training.learning_rate&quot;: 0.001}</source>
        <translation>muss ein Objekt mit Änderungen sein, zum Beispiel {&quot;training.learning_rate&quot;: 0.001}</translation>
    </message>
    <message>
        <source>makes more than %1 runs</source>
        <translation>ergibt mehr als %1 Läufe</translation>
    </message>
    <message>
        <source>Take values out.</source>
        <translation>Werte herausnehmen.</translation>
    </message>
    <message>
        <source>must be an object of lists, for example {&quot;peft.r&quot;: [8, 16]}</source>
        <translation>muss ein Objekt mit Listen sein, zum Beispiel {&quot;peft.r&quot;: [8, 16]}</translation>
    </message>
    <message>
        <source>must be a list of values</source>
        <translation>muss eine Liste von Werten sein</translation>
    </message>
    <message>
        <source>sweep file</source>
        <translation>Sweep-Datei</translation>
    </message>
    <message>
        <source>needs exactly one of &quot;runs&quot;, &quot;grid&quot; and &quot;tournament&quot;</source>
        <translation>braucht genau eines von &quot;runs&quot;, &quot;grid&quot; und &quot;tournament&quot;</translation>
    </message>
    <message>
        <source>must be a run file as an object</source>
        <translation>muss eine Laufdatei als Objekt sein</translation>
    </message>
    <message>
        <source>must be the name of a metric</source>
        <translation>muss der Name einer Messgröße sein</translation>
    </message>
    <message>
        <source>must be &quot;skip&quot; or &quot;error&quot;</source>
        <translation>muss &quot;skip&quot; oder &quot;error&quot; sein</translation>
    </message>
    <message>
        <source>must be a list of runs</source>
        <translation>muss eine Liste von Läufen sein</translation>
    </message>
    <message>
        <source>takes &quot;tokens&quot; or &quot;seconds&quot;, not both</source>
        <translation>nimmt &quot;tokens&quot; oder &quot;seconds&quot;, nicht beides</translation>
    </message>
    <message>
        <source>holds out no rows, so methods cannot be compared</source>
        <translation>hält keine Zeilen zurück, also sind Methoden nicht zu vergleichen</translation>
    </message>
    <message>
        <source>Set eval_fraction above 0, or give eval_path.</source>
        <translation>eval_fraction über 0 setzen oder eval_path angeben.</translation>
    </message>
    <message>
        <source>must be &quot;useful&quot; or a list of methods</source>
        <translation>muss &quot;useful&quot; oder eine Liste von Methoden sein</translation>
    </message>
    <message>
        <source>For example [&quot;LORA&quot;, {&quot;peft_type&quot;: &quot;MISS&quot;, &quot;r&quot;: 32}].</source>
        <translation>Zum Beispiel [&quot;LORA&quot;, {&quot;peft_type&quot;: &quot;MISS&quot;, &quot;r&quot;: 32}].</translation>
    </message>
    <message>
        <source>must be a name or an object with &quot;peft_type&quot;</source>
        <translation>muss ein Name oder ein Objekt mit &quot;peft_type&quot; sein</translation>
    </message>
    <message>
        <source>must be a list of whole numbers</source>
        <translation>muss eine Liste ganzer Zahlen sein</translation>
    </message>
    <message>
        <source>For example [0, 1, 2].</source>
        <translation>Zum Beispiel [0, 1, 2].</translation>
    </message>
    <message>
        <source>must be a whole number from 0 on, not %1</source>
        <translation>muss eine ganze Zahl ab 0 sein, nicht %1</translation>
    </message>
    <message>
        <source>names %1 twice</source>
        <translation>nennt %1 zweimal</translation>
    </message>
    <message>
        <source>must be a list of learning rates, or null for each method's own</source>
        <translation>muss eine Liste von Lernraten sein, oder null für die eigenen jeder Methode</translation>
    </message>
    <message>
        <source>must hold numbers above 0, not %1</source>
        <translation>muss Zahlen über 0 enthalten, nicht %1</translation>
    </message>
    <message>
        <source>is a share of a run, at most 1</source>
        <translation>ist ein Anteil eines Laufs, höchstens 1</translation>
    </message>
    <message>
        <source>must be a list of runs or an object</source>
        <translation>muss eine Liste von Läufen oder ein Objekt sein</translation>
    </message>
    <message>
        <source>See 'paretune sweep --help' for the forms.</source>
        <translation>Die Formen zeigt ‚paretune sweep --help‘.</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>no learning rate of the search gave a finite loss</source>
        <translation>keine Lernrate der Suche ergab einen endlichen Verlust</translation>
    </message>
    <message>
        <source>fewer learning rates are left in the search</source>
        <translation>in der Suche sind weniger Lernraten übrig</translation>
    </message>
    <message>
        <source>Start the processes with 'paretune train … --processes N' or torchrun, which set RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT.</source>
        <translation>Die Prozesse mit ‚paretune train … --processes N‘ oder torchrun starten; das setzt RANK, WORLD_SIZE, MASTER_ADDR und MASTER_PORT.</translation>
    </message>
    <message>
        <source>is &quot;%1&quot;, which is no number it can have</source>
        <translation>ist &quot;%1&quot;, diese Zahl ist hier nicht möglich</translation>
    </message>
    <message>
        <source>only one of RANK and WORLD_SIZE is set</source>
        <translation>nur eines von RANK und WORLD_SIZE ist gesetzt</translation>
    </message>
    <message>
        <source>MASTER_ADDR or MASTER_PORT is missing</source>
        <translation>MASTER_ADDR oder MASTER_PORT fehlt</translation>
    </message>
    <message>
        <source>cannot write the encoded rows: %1</source>
        <translation>die kodierten Zeilen können nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>Check the disk and the permissions of the folder.</source>
        <translation>Die Platte und die Rechte des Ordners prüfen.</translation>
    </message>
    <message>
        <source>the encoded rows were changed or cut off</source>
        <translation>die kodierten Zeilen wurden geändert oder abgeschnitten</translation>
    </message>
    <message>
        <source>Start again; they are made anew from the data file.</source>
        <translation>Noch einmal beginnen; sie werden aus der Datendatei neu gemacht.</translation>
    </message>
    <message>
        <source>chat template</source>
        <translation>Chatvorlage</translation>
    </message>
    <message>
        <source>the reply in message %1 cannot be found in the rendered chat</source>
        <translation>die Antwort in Nachricht %1 ist im fertigen Chat nicht zu finden</translation>
    </message>
    <message>
        <source>Use a template with {% generation %} marks, or train_on &quot;all&quot;.</source>
        <translation>Eine Vorlage mit Marken {% generation %} nehmen, oder train_on &quot;all&quot;.</translation>
    </message>
    <message>
        <source>Set data.chat_template to &quot;none&quot;, or choose an instruction-tuned model.</source>
        <translation>data.chat_template auf &quot;none&quot; setzen oder ein Modell nehmen, das Anweisungen folgt (instruct).</translation>
    </message>
    <message>
        <source>train_on is '%1'</source>
        <translation>train_on ist '%1'</translation>
    </message>
    <message>
        <source>Use all, assistant or last_assistant.</source>
        <translation>all, assistant oder last_assistant nehmen.</translation>
    </message>
    <message>
        <source>messages must be a list</source>
        <translation>messages muss eine Liste sein</translation>
    </message>
    <message>
        <source>Give [{&quot;role&quot;: ..., &quot;content&quot;: ...}, ...].</source>
        <translation>[{&quot;role&quot;: ..., &quot;content&quot;: ...}, ...] angeben.</translation>
    </message>
    <message>
        <source>each message must be an object with a role</source>
        <translation>jede Nachricht muss ein Objekt mit einer Rolle sein</translation>
    </message>
    <message>
        <source>the chat template is larger than 256 KB</source>
        <translation>die Chatvorlage ist größer als 256 KB</translation>
    </message>
    <message>
        <source>Choose another template.</source>
        <translation>Eine andere Vorlage wählen.</translation>
    </message>
    <message>
        <source>the label %1 is too large for the number of a class</source>
        <translation>das Etikett %1 ist zu groß für die Nummer einer Klasse</translation>
    </message>
    <message>
        <source>Number the classes from 0.</source>
        <translation>Die Klassen ab 0 nummerieren.</translation>
    </message>
    <message>
        <source>the label %1 is no number of a class</source>
        <translation>das Etikett %1 ist keine Nummer einer Klasse</translation>
    </message>
    <message>
        <source>has a name twice</source>
        <translation>enthält einen Namen zweimal</translation>
    </message>
    <message>
        <source>Name every class once.</source>
        <translation>Jede Klasse einmal nennen.</translation>
    </message>
    <message>
        <source>some labels are numbers, others are names such as &quot;%1&quot;</source>
        <translation>einige Etiketten sind Zahlen, andere Namen wie &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Use one kind, or list all names in data.labels.</source>
        <translation>Eine Art verwenden oder alle Namen in data.labels nennen.</translation>
    </message>
    <message>
        <source>the label %1 is none of the %2 classes</source>
        <translation>das Etikett %1 ist keine der %2 Klassen</translation>
    </message>
    <message>
        <source>the column &quot;%1&quot; is there twice</source>
        <translation>die Spalte &quot;%1&quot; gibt es zweimal</translation>
    </message>
    <message>
        <source>Give every column of the header its own name.</source>
        <translation>Jeder Spalte der Kopfzeile einen eigenen Namen geben.</translation>
    </message>
    <message>
        <source>the record at line %1 has %2 cells, but the header has %3</source>
        <translation>der Satz in Zeile %1 hat %2 Zellen, die Kopfzeile aber %3</translation>
    </message>
    <message>
        <source>Put cells that hold a separator or a line break between double quotes; the separator of this file is %1.</source>
        <translation>Zellen mit Trennzeichen oder Zeilenumbruch in doppelte Anführungszeichen setzen; das Trennzeichen dieser Datei ist %1.</translation>
    </message>
    <message>
        <source>more than %1 cells in a row</source>
        <translation>mehr als %1 Zellen in einer Zeile</translation>
    </message>
    <message>
        <source>Check that this is a CSV file.</source>
        <translation>Prüfen, ob das eine CSV-Datei ist.</translation>
    </message>
    <message>
        <source>text follows a closing quote at line %1</source>
        <translation>in Zeile %1 folgt Text auf ein schließendes Anführungszeichen</translation>
    </message>
    <message>
        <source>Double the quotes inside a quoted cell: &quot;say &quot;&quot;hello&quot;&quot; now&quot;.</source>
        <translation>Anführungszeichen in einer Zelle verdoppeln: &quot;sage &quot;&quot;hallo&quot;&quot; jetzt&quot;.</translation>
    </message>
    <message>
        <source>the text at line %1 is not valid UTF-8</source>
        <translation>der Text in Zeile %1 ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>Save the file as UTF-8.</source>
        <translation>Die Datei als UTF-8 speichern.</translation>
    </message>
    <message>
        <source>a quoted cell that begins at line %1 is never closed</source>
        <translation>eine Zelle in Anführungszeichen, die in Zeile %1 beginnt, wird nie geschlossen</translation>
    </message>
    <message>
        <source>Close it with &quot;.</source>
        <translation>Mit &quot; schließen.</translation>
    </message>
    <message>
        <source>the cell of column &quot;%1&quot; is not valid JSON</source>
        <translation>die Zelle der Spalte &quot;%1&quot; ist kein gültiges JSON</translation>
    </message>
    <message>
        <source>Write a JSON array there.</source>
        <translation>Dort eine JSON-Liste schreiben.</translation>
    </message>
    <message>
        <source>a value is missing before &quot;]&quot;</source>
        <translation>vor &quot;]&quot; fehlt ein Wert</translation>
    </message>
    <message>
        <source>the file ends inside a row</source>
        <translation>die Datei endet mitten in einer Zeile</translation>
    </message>
    <message>
        <source>a value is missing</source>
        <translation>ein Wert fehlt</translation>
    </message>
    <message>
        <source>expected &quot;,&quot; or &quot;]&quot; after the row</source>
        <translation>nach der Zeile wird &quot;,&quot; oder &quot;]&quot; erwartet</translation>
    </message>
    <message>
        <source>not valid JSON at line %1: %2</source>
        <translation>kein gültiges JSON in Zeile %1: %2</translation>
    </message>
    <message>
        <source>Mend the JSON there; the file may be cut off.</source>
        <translation>Das JSON dort ausbessern; vielleicht ist die Datei abgeschnitten.</translation>
    </message>
    <message>
        <source>there is more after the array</source>
        <translation>nach der Liste kommt noch etwas</translation>
    </message>
    <message>
        <source>the object has several arrays (%1); which holds the rows is not clear</source>
        <translation>das Objekt hat mehrere Listen (%1); welche die Zeilen enthält, ist unklar</translation>
    </message>
    <message>
        <source>Keep one of them in the file.</source>
        <translation>Nur eine davon in der Datei lassen.</translation>
    </message>
    <message>
        <source>a compressed page is damaged</source>
        <translation>eine gepackte Seite ist beschädigt</translation>
    </message>
    <message>
        <source>The file is damaged; download it again.</source>
        <translation>Die Datei ist beschädigt; noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>no memory to unpack a page</source>
        <translation>kein Speicher, um eine Seite zu entpacken</translation>
    </message>
    <message>
        <source>is compressed with %1</source>
        <translation>ist mit %1 gepackt</translation>
    </message>
    <message>
        <source>the old form of LZ4</source>
        <translation>der alten Form von LZ4</translation>
    </message>
    <message>
        <source>Write it with another compression: snappy, zstd, gzip, lz4 or none.</source>
        <translation>Mit anderer Packung schreiben: snappy, zstd, gzip, lz4 oder ohne.</translation>
    </message>
    <message>
        <source>column &quot;%1&quot;: %2</source>
        <translation>Spalte &quot;%1&quot;: %2</translation>
    </message>
    <message>
        <source>ends before the rows do</source>
        <translation>endet vor den Zeilen</translation>
    </message>
    <message>
        <source>a row begins in the middle of a list</source>
        <translation>eine Zeile beginnt mitten in einer Liste</translation>
    </message>
    <message>
        <source>a row is longer than %1 MB</source>
        <translation>eine Zeile ist länger als %1 MB</translation>
    </message>
    <message>
        <source>a value lies beyond its dictionary</source>
        <translation>ein Wert liegt außerhalb seines Wörterbuchs</translation>
    </message>
    <message>
        <source>column &quot;%1&quot;: a text is not valid UTF-8</source>
        <translation>Spalte &quot;%1&quot;: ein Text ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>Write the column again as UTF-8.</source>
        <translation>Die Spalte noch einmal als UTF-8 schreiben.</translation>
    </message>
    <message>
        <source>has %1 values where %2 were promised</source>
        <translation>hat %1 Werte, versprochen waren %2</translation>
    </message>
    <message>
        <source>a page reaches beyond the column</source>
        <translation>eine Seite reicht über die Spalte hinaus</translation>
    </message>
    <message>
        <source>column &quot;%1&quot;: a page is larger than %2 MB, or holds more than %3 values</source>
        <translation>Spalte &quot;%1&quot;: eine Seite ist größer als %2 MB oder enthält mehr als %3 Werte</translation>
    </message>
    <message>
        <source>Write the file again with smaller pages, as every current writer does.</source>
        <translation>Die Datei mit kleineren Seiten schreiben, wie es jedes heutige Programm tut.</translation>
    </message>
    <message>
        <source>a page does not say how many values it has</source>
        <translation>eine Seite sagt nicht, wie viele Werte sie hat</translation>
    </message>
    <message>
        <source>has a page of an unknown type</source>
        <translation>hat eine Seite von unbekannter Art</translation>
    </message>
    <message>
        <source>has more values than were promised</source>
        <translation>hat mehr Werte als versprochen</translation>
    </message>
    <message>
        <source>its pages would need far more memory than the file is large</source>
        <translation>seine Seiten bräuchten weit mehr Speicher, als die Datei groß ist</translation>
    </message>
    <message>
        <source>has a dictionary where none belongs</source>
        <translation>hat ein Wörterbuch, wo keines hingehört</translation>
    </message>
    <message>
        <source>has a dictionary of an unknown kind</source>
        <translation>hat ein Wörterbuch von unbekannter Art</translation>
    </message>
    <message>
        <source>a level is too high</source>
        <translation>eine Ebene ist zu hoch</translation>
    </message>
    <message>
        <source>a page's levels reach beyond it</source>
        <translation>die Ebenen einer Seite reichen über sie hinaus</translation>
    </message>
    <message>
        <source>keeps its levels in an encoding of old</source>
        <translation>hält seine Ebenen in einer veralteten Kodierung</translation>
    </message>
    <message>
        <source>Write the file again, e.g. with pyarrow.</source>
        <translation>Die Datei neu schreiben, etwa mit pyarrow.</translation>
    </message>
    <message>
        <source>its values are encoded in a way that is not read (%1)</source>
        <translation>seine Werte sind so kodiert, wie es hier nicht gelesen wird (%1)</translation>
    </message>
    <message>
        <source>ends too soon</source>
        <translation>endet zu früh</translation>
    </message>
    <message>
        <source>a page %1</source>
        <translation>eine Seite %1</translation>
    </message>
    <message>
        <source>has a number without an end</source>
        <translation>hat eine Zahl ohne Ende</translation>
    </message>
    <message>
        <source>has numbers of an impossible width</source>
        <translation>hat Zahlen von unmöglicher Breite</translation>
    </message>
    <message>
        <source>has more values than it says</source>
        <translation>hat mehr Werte, als sie sagt</translation>
    </message>
    <message>
        <source>has an empty run</source>
        <translation>hat eine leere Folge</translation>
    </message>
    <message>
        <source>has impossible blocks</source>
        <translation>hat unmögliche Blöcke</translation>
    </message>
    <message>
        <source>has another number of values than it says</source>
        <translation>hat eine andere Zahl von Werten, als sie sagt</translation>
    </message>
    <message>
        <source>has a text of negative length</source>
        <translation>hat einen Text negativer Länge</translation>
    </message>
    <message>
        <source>has a text that begins with more than the one before it</source>
        <translation>hat einen Text, der mit mehr als dem vorigen beginnt</translation>
    </message>
    <message>
        <source>would need too much memory</source>
        <translation>bräuchte zu viel Speicher</translation>
    </message>
    <message>
        <source>The file is cut off or damaged; download it again.</source>
        <translation>Die Datei ist abgeschnitten oder beschädigt; noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>a column's name is not valid UTF-8</source>
        <translation>der Name einer Spalte ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>its tree of columns is damaged or too deep</source>
        <translation>sein Baum der Spalten ist beschädigt oder zu tief</translation>
    </message>
    <message>
        <source>its tree of columns is damaged</source>
        <translation>sein Baum der Spalten ist beschädigt</translation>
    </message>
    <message>
        <source>the column &quot;%1&quot; has an unknown type</source>
        <translation>die Spalte &quot;%1&quot; hat einen unbekannten Typ</translation>
    </message>
    <message>
        <source>is an encrypted Parquet file</source>
        <translation>ist eine verschlüsselte Parquet-Datei</translation>
    </message>
    <message>
        <source>Write it again without encryption.</source>
        <translation>Ohne Verschlüsselung neu schreiben.</translation>
    </message>
    <message>
        <source>keeps its columns in other files</source>
        <translation>hält seine Spalten in anderen Dateien</translation>
    </message>
    <message>
        <source>Write it as one file.</source>
        <translation>Als eine Datei schreiben.</translation>
    </message>
    <message>
        <source>a column is compressed in an unknown way</source>
        <translation>eine Spalte ist auf unbekannte Weise gepackt</translation>
    </message>
    <message>
        <source>a column reaches beyond the end of the file</source>
        <translation>eine Spalte reicht über das Ende der Datei hinaus</translation>
    </message>
    <message>
        <source>is no complete Parquet file</source>
        <translation>ist keine vollständige Parquet-Datei</translation>
    </message>
    <message>
        <source>has more than %1 columns</source>
        <translation>hat mehr als %1 Spalten</translation>
    </message>
    <message>
        <source>has no columns</source>
        <translation>hat keine Spalten</translation>
    </message>
    <message>
        <source>a group of rows is damaged</source>
        <translation>eine Gruppe von Zeilen ist beschädigt</translation>
    </message>
    <message>
        <source>says it has %1 rows, but its groups have %2</source>
        <translation>sagt, es habe %1 Zeilen, aber seine Gruppen haben %2</translation>
    </message>
    <message>
        <source>column &quot;%1&quot;: its parts do not agree in length</source>
        <translation>Spalte &quot;%1&quot;: ihre Teile sind verschieden lang</translation>
    </message>
    <message>
        <source>has no column of texts or numbers</source>
        <translation>hat keine Spalte mit Texten oder Zahlen</translation>
    </message>
    <message>
        <source>Give a file with rows to train on.</source>
        <translation>Eine Datei mit Zeilen zum Trainieren angeben.</translation>
    </message>
    <message>
        <source>its description of itself is damaged</source>
        <translation>seine Beschreibung seiner selbst ist beschädigt</translation>
    </message>
    <message>
        <source>is compressed (gzip)</source>
        <translation>ist gepackt (gzip)</translation>
    </message>
    <message>
        <source>Unpack it first: gunzip FILE.</source>
        <translation>Erst entpacken: gunzip DATEI.</translation>
    </message>
    <message>
        <source>is a zip archive or a spreadsheet</source>
        <translation>ist ein Zip-Archiv oder eine Tabellenkalkulation</translation>
    </message>
    <message>
        <source>Unpack it, or save the sheet as CSV.</source>
        <translation>Entpacken oder die Tabelle als CSV speichern.</translation>
    </message>
    <message>
        <source>is compressed (zstd)</source>
        <translation>ist gepackt (zstd)</translation>
    </message>
    <message>
        <source>Unpack it first: unzstd FILE.</source>
        <translation>Erst entpacken: unzstd DATEI.</translation>
    </message>
    <message>
        <source>is an Arrow file, which is not read</source>
        <translation>ist eine Arrow-Datei, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>Write it as JSONL.</source>
        <translation>Als JSONL schreiben.</translation>
    </message>
    <message>
        <source>is UTF-16 text</source>
        <translation>ist Text in UTF-16</translation>
    </message>
    <message>
        <source>Save it as UTF-8.</source>
        <translation>Als UTF-8 speichern.</translation>
    </message>
    <message>
        <source>is a model file, not a data set</source>
        <translation>ist eine Modelldatei, kein Datensatz</translation>
    </message>
    <message>
        <source>Give a JSONL, JSON, CSV or Parquet file.</source>
        <translation>Eine Datei in JSONL, JSON, CSV oder Parquet angeben.</translation>
    </message>
    <message>
        <source>Write the rows as JSONL.</source>
        <translation>Die Zeilen als JSONL schreiben.</translation>
    </message>
    <message>
        <source>the row is longer than %1 MB</source>
        <translation>die Zeile ist länger als %1 MB</translation>
    </message>
    <message>
        <source>Split it: only max_length tokens of a row are used. A JSONL file has one row a line.</source>
        <translation>Aufteilen: von einer Zeile werden nur max_length Token benutzt. Eine JSONL-Datei hat je Zeile einen Datensatz.</translation>
    </message>
    <message>
        <source>Mend the JSON there; common causes are a missing comma, a raw line break inside a text, or a cut-off file.</source>
        <translation>Das JSON dort ausbessern; häufige Ursachen sind ein fehlendes Komma, ein roher Zeilenumbruch in einem Text oder eine abgeschnittene Datei.</translation>
    </message>
    <message>
        <source>the row is %1, not an object with named values</source>
        <translation>die Zeile ist kein Objekt mit benannten Werten, sondern %1</translation>
    </message>
    <message>
        <source>an array</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>Write rows such as {&quot;messages&quot;: [...]} or {&quot;prompt&quot;: &quot;...&quot;, &quot;completion&quot;: &quot;...&quot;}.</source>
        <translation>Zeilen wie {&quot;messages&quot;: [...]} oder {&quot;prompt&quot;: &quot;...&quot;, &quot;completion&quot;: &quot;...&quot;} schreiben.</translation>
    </message>
    <message>
        <source>no data file is given</source>
        <translation>es ist keine Datendatei angegeben</translation>
    </message>
    <message>
        <source>there is no such file, nor such a data set in the HF cache (%1)</source>
        <translation>diese Datei gibt es nicht, auch keinen solchen Datensatz im HF-Zwischenspeicher (%1)</translation>
    </message>
    <message>
        <source>Check the name, or download it first: paretune download --dataset %1</source>
        <translation>Den Namen prüfen oder erst herunterladen: paretune download --dataset %1</translation>
    </message>
    <message>
        <source>the data set has no split &quot;%1&quot;; its files are %2</source>
        <translation>der Datensatz hat keinen Teil &quot;%1&quot;; seine Dateien sind %2</translation>
    </message>
    <message>
        <source>Name one of its splits, for example %1:test.</source>
        <translation>Einen seiner Teile nennen, zum Beispiel %1:test.</translation>
    </message>
    <message>
        <source>the data set has several parts: %1</source>
        <translation>der Datensatz hat mehrere Teile: %1</translation>
    </message>
    <message>
        <source>Name one of them: %1/%2.</source>
        <translation>Einen davon nennen: %1/%2.</translation>
    </message>
    <message>
        <source>unknown key &quot;%1&quot;</source>
        <translation>unbekannter Schlüssel &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Known keys are path and weight.</source>
        <translation>Bekannte Schlüssel sind path und weight.</translation>
    </message>
    <message>
        <source>must be a number above 0, up to 1000</source>
        <translation>muss eine Zahl über 0 und bis 1000 sein</translation>
    </message>
    <message>
        <source>2 shows its rows twice in an epoch, 0.5 half of them.</source>
        <translation>2 zeigt die Zeilen zweimal je Epoche, 0.5 die Hälfte davon.</translation>
    </message>
    <message>
        <source>must be a text, {&quot;path&quot;, &quot;weight&quot;}, or a list of these</source>
        <translation>muss ein Text, {&quot;path&quot;, &quot;weight&quot;} oder eine Liste davon sein</translation>
    </message>
    <message>
        <source>For example &quot;rows.jsonl&quot;.</source>
        <translation>Zum Beispiel &quot;rows.jsonl&quot;.</translation>
    </message>
    <message>
        <source>the list is empty</source>
        <translation>die Liste ist leer</translation>
    </message>
    <message>
        <source>Name at least one file.</source>
        <translation>Mindestens eine Datei nennen.</translation>
    </message>
    <message>
        <source>stopped while reading the data</source>
        <translation>beim Lesen der Daten angehalten</translation>
    </message>
    <message>
        <source>no row can be used; the first: %1</source>
        <translation>keine Zeile ist zu gebrauchen; die erste: %1</translation>
    </message>
    <message>
        <source>unknown format &quot;%1&quot;</source>
        <translation>unbekanntes Format &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Known are %1.</source>
        <translation>Bekannt sind %1.</translation>
    </message>
    <message>
        <source>the key &quot;messages&quot; is missing</source>
        <translation>der Schlüssel &quot;messages&quot; fehlt</translation>
    </message>
    <message>
        <source>the row describes tools, which are not put into the prompt</source>
        <translation>die Zeile beschreibt Werkzeuge, die nicht in den Prompt kommen</translation>
    </message>
    <message>
        <source>Remove the key &quot;tools&quot;, or write the tools into the system message.</source>
        <translation>Den Schlüssel &quot;tools&quot; entfernen oder die Werkzeuge in die Systemnachricht schreiben.</translation>
    </message>
    <message>
        <source>&quot;text&quot; is empty</source>
        <translation>&quot;text&quot; ist leer</translation>
    </message>
    <message>
        <source>the key &quot;label&quot; is missing</source>
        <translation>der Schlüssel &quot;label&quot; fehlt</translation>
    </message>
    <message>
        <source>&quot;label&quot; is %1, neither a text nor a whole number</source>
        <translation>&quot;label&quot; ist %1, weder ein Text noch eine ganze Zahl</translation>
    </message>
    <message>
        <source>%1 is %2, not a text</source>
        <translation>%1 ist %2, kein Text</translation>
    </message>
    <message>
        <source>Write the words of the message as a text.</source>
        <translation>Die Worte der Nachricht als Text schreiben.</translation>
    </message>
    <message>
        <source>%1 has a part that is no text</source>
        <translation>%1 hat einen Teil, der kein Text ist</translation>
    </message>
    <message>
        <source>Only text can be trained on; leave out images and sounds.</source>
        <translation>Nur auf Text kann trainiert werden; Bilder und Töne weglassen.</translation>
    </message>
    <message>
        <source>the row has the keys %1, which is no known format</source>
        <translation>die Zeile hat die Schlüssel %1; das ist kein bekanntes Format</translation>
    </message>
    <message>
        <source>Rename the keys to one of: %1.</source>
        <translation>Die Schlüssel so benennen: %1.</translation>
    </message>
    <message>
        <source>%1 (the row has the keys %2)</source>
        <translation>%1 (die Zeile hat die Schlüssel %2)</translation>
    </message>
    <message>
        <source>Rows of format &quot;%1&quot; are %2. Mend or remove the row, or set data.format.</source>
        <translation>Zeilen im Format &quot;%1&quot; sind %2. Die Zeile ausbessern oder entfernen, oder data.format setzen.</translation>
    </message>
    <message>
        <source>the key &quot;%1&quot; is missing</source>
        <translation>der Schlüssel &quot;%1&quot; fehlt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is %2, not a text</source>
        <translation>&quot;%1&quot; ist %2, kein Text</translation>
    </message>
    <message>
        <source>the messages are %1, not a list</source>
        <translation>die Nachrichten sind %1, keine Liste</translation>
    </message>
    <message>
        <source>the list of messages is empty</source>
        <translation>die Liste der Nachrichten ist leer</translation>
    </message>
    <message>
        <source>%1 is %2, not {&quot;role&quot;, &quot;content&quot;}</source>
        <translation>%1 ist %2, nicht {&quot;role&quot;, &quot;content&quot;}</translation>
    </message>
    <message>
        <source>%1 has no &quot;role&quot;; its keys are %2</source>
        <translation>%1 hat kein &quot;role&quot;; die Schlüssel sind %2</translation>
    </message>
    <message>
        <source>%1 has no &quot;content&quot;; its keys are %2</source>
        <translation>%1 hat kein &quot;content&quot;; die Schlüssel sind %2</translation>
    </message>
    <message>
        <source>&quot;output&quot; is empty</source>
        <translation>&quot;output&quot; ist leer</translation>
    </message>
    <message>
        <source>{&quot;instruction&quot;, &quot;input&quot; (may be left out), &quot;output&quot;}</source>
        <translation>{&quot;instruction&quot;, &quot;input&quot; (darf fehlen), &quot;output&quot;}</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is %2, not a list of whole numbers</source>
        <translation>&quot;%1&quot; ist %2, keine Liste ganzer Zahlen</translation>
    </message>
    <message>
        <source>%1[%2] is not a whole number</source>
        <translation>%1[%2] ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has %2 entries, but input_ids has %3</source>
        <translation>&quot;%1&quot; hat %2 Einträge, input_ids aber %3</translation>
    </message>
    <message>
        <source>&quot;input_ids&quot; is empty</source>
        <translation>&quot;input_ids&quot; ist leer</translation>
    </message>
    <message>
        <source>attention_mask[%1] is neither 0 nor 1</source>
        <translation>attention_mask[%1] ist weder 0 noch 1</translation>
    </message>
    <message>
        <source>{&quot;input_ids&quot;: [...], &quot;labels&quot;: [...] (may be left out), &quot;attention_mask&quot;: [...] (may be left out)}</source>
        <translation>{&quot;input_ids&quot;: [...], &quot;labels&quot;: [...] (darf fehlen), &quot;attention_mask&quot;: [...] (darf fehlen)}</translation>
    </message>
    <message>
        <source>&quot;completion&quot; is empty</source>
        <translation>&quot;completion&quot; ist leer</translation>
    </message>
    <message>
        <source>the key &quot;conversations&quot; is missing</source>
        <translation>der Schlüssel &quot;conversations&quot; fehlt</translation>
    </message>
    <message>
        <source>&quot;conversations&quot; is %1, not a list</source>
        <translation>&quot;conversations&quot; ist %1, keine Liste</translation>
    </message>
    <message>
        <source>%1 has no &quot;from&quot; and &quot;value&quot;</source>
        <translation>%1 hat kein &quot;from&quot; und &quot;value&quot;</translation>
    </message>
    <message>
        <source>%1.from is &quot;%2&quot;, not human, gpt, system or tool</source>
        <translation>%1.from ist &quot;%2&quot;, nicht human, gpt, system oder tool</translation>
    </message>
    <message>
        <source>stopped while comparing rows</source>
        <translation>beim Vergleichen der Zeilen angehalten</translation>
    </message>
    <message>
        <source>unknown value &quot;%1&quot;</source>
        <translation>unbekannter Wert &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Known are all, assistant, completion, last_assistant.</source>
        <translation>Bekannt sind all, assistant, completion, last_assistant.</translation>
    </message>
    <message>
        <source>must be a whole number from 1</source>
        <translation>muss eine ganze Zahl ab 1 sein</translation>
    </message>
    <message>
        <source>rows of messages need a chat template, but data.chat_template is &quot;none&quot;</source>
        <translation>Zeilen mit Nachrichten brauchen eine Chatvorlage, aber data.chat_template ist &quot;none&quot;</translation>
    </message>
    <message>
        <source>the model has no chat template to write the messages with</source>
        <translation>das Modell hat keine Chatvorlage, um die Nachrichten zu schreiben</translation>
    </message>
    <message>
        <source>Set data.chat_template to a Jinja template, e.g. &quot;{% for m in messages %}&lt;|im_start|&gt;{{ m.role }}\n{{ m.content }}&lt;|im_end|&gt;\n{% endfor %}{% if add_generation_prompt %}&lt;|im_start|&gt;assistant\n{% endif %}&quot;, or choose an instruct model.</source>
        <translation>data.chat_template auf eine Jinja-Vorlage setzen, etwa &quot;{% for m in messages %}&lt;|im_start|&gt;{{ m.role }}\n{{ m.content }}&lt;|im_end|&gt;\n{% endfor %}{% if add_generation_prompt %}&lt;|im_start|&gt;assistant\n{% endif %}&quot;, oder ein Instruct-Modell wählen.</translation>
    </message>
    <message>
        <source>rows of a text and a label are for classifiers</source>
        <translation>Zeilen mit Text und Etikett sind für Klassifikatoren</translation>
    </message>
    <message>
        <source>Set &quot;task_type&quot;: &quot;SEQ_CLS&quot; in peft, or another data.format.</source>
        <translation>&quot;task_type&quot;: &quot;SEQ_CLS&quot; in peft setzen, oder ein anderes data.format.</translation>
    </message>
    <message>
        <source>%1[%2] is %3, outside the model's vocabulary of %4 tokens</source>
        <translation>%1[%2] ist %3, außerhalb des Vokabulars des Modells mit %4 Token</translation>
    </message>
    <message>
        <source>The ids must come from this model's tokenizer; -100 in labels marks what is not trained.</source>
        <translation>Die Nummern müssen vom Tokenizer dieses Modells kommen; -100 in labels kennzeichnet, was nicht trainiert wird.</translation>
    </message>
    <message>
        <source>the row has no token to train on (train_on is &quot;%1&quot;; the row has %2 tokens)</source>
        <translation>die Zeile hat kein Token zum Trainieren (train_on ist &quot;%1&quot;; die Zeile hat %2 Token)</translation>
    </message>
    <message>
        <source>Give the row an answer, remove it, or set data.train_on to &quot;all&quot;.</source>
        <translation>Der Zeile eine Antwort geben, sie entfernen, oder data.train_on auf &quot;all&quot; setzen.</translation>
    </message>
    <message>
        <source>Raise data.max_length, or shorten or remove the row.</source>
        <translation>data.max_length anheben, oder die Zeile kürzen oder entfernen.</translation>
    </message>
    <message>
        <source>an integer is needed, not a %1</source>
        <translation>gebraucht wird eine ganze Zahl (integer), kein %1</translation>
    </message>
    <message>
        <source>division by zero</source>
        <translation>Teilung durch null</translation>
    </message>
    <message>
        <source>the test '%1' is not known</source>
        <translation>der Test '%1' ist nicht bekannt</translation>
    </message>
    <message>
        <source>argument %1</source>
        <translation>Argument %1</translation>
    </message>
    <message>
        <source>'%1' lacks %2</source>
        <translation>bei '%1' fehlt %2</translation>
    </message>
    <message>
        <source>'%1' was given too many arguments</source>
        <translation>'%1' bekam zu viele Argumente</translation>
    </message>
    <message>
        <source>'%1' has no argument '%2'</source>
        <translation>'%1' hat kein Argument '%2'</translation>
    </message>
    <message>
        <source>'%1' is undefined</source>
        <translation>'%1' ist undefiniert</translation>
    </message>
    <message>
        <source>cannot loop over a %1</source>
        <translation>eine Schleife über %1 ist nicht möglich</translation>
    </message>
    <message>
        <source>macros call each other too deeply</source>
        <translation>Makros rufen sich zu tief gegenseitig auf</translation>
    </message>
    <message>
        <source>the missing else</source>
        <translation>der fehlende else-Zweig</translation>
    </message>
    <message>
        <source>item %1</source>
        <translation>Eintrag %1</translation>
    </message>
    <message>
        <source>a slice needs integers, not a %1</source>
        <translation>ein Ausschnitt braucht ganze Zahlen, keine von der Art %1</translation>
    </message>
    <message>
        <source>cannot slice a %1</source>
        <translation>aus %1 kann nichts ausgeschnitten werden</translation>
    </message>
    <message>
        <source>a slice has the step 0</source>
        <translation>ein Ausschnitt hat die Schrittweite 0</translation>
    </message>
    <message>
        <source>a %1 cannot be called</source>
        <translation>%1 kann nicht aufgerufen werden</translation>
    </message>
    <message>
        <source>the filtered text</source>
        <translation>der gefilterte Text</translation>
    </message>
    <message>
        <source>caller() was kept beyond its {% call %}</source>
        <translation>caller() wurde über sein {% call %} hinaus behalten</translation>
    </message>
    <message>
        <source>The chat template refuses these messages; change their roles or order.</source>
        <translation>Die Chatvorlage lehnt diese Nachrichten ab; ihre Rollen oder Reihenfolge ändern.</translation>
    </message>
    <message>
        <source>range() needs integers, not a %1</source>
        <translation>range() braucht ganze Zahlen, keine von der Art %1</translation>
    </message>
    <message>
        <source>range() needs an argument</source>
        <translation>range() braucht ein Argument</translation>
    </message>
    <message>
        <source>range() has the step 0</source>
        <translation>range() hat die Schrittweite 0</translation>
    </message>
    <message>
        <source>%1() needs a mapping</source>
        <translation>%1() braucht ein mapping</translation>
    </message>
    <message>
        <source>the format of strftime_now is too long</source>
        <translation>das Format von strftime_now ist zu lang</translation>
    </message>
    <message>
        <source>cannot look for a %1 in a string</source>
        <translation>nach %1 kann in einem string nicht gesucht werden</translation>
    </message>
    <message>
        <source>cannot look inside a %1</source>
        <translation>in %1 kann nicht gesucht werden</translation>
    </message>
    <message>
        <source>indent() has a wrong width</source>
        <translation>indent() hat eine falsche Breite</translation>
    </message>
    <message>
        <source>the first item</source>
        <translation>der erste Eintrag</translation>
    </message>
    <message>
        <source>the last item</source>
        <translation>der letzte Eintrag</translation>
    </message>
    <message>
        <source>dictsort needs a mapping, not a %1</source>
        <translation>dictsort braucht ein mapping, nicht %1</translation>
    </message>
    <message>
        <source>round needs a number, not a %1</source>
        <translation>round braucht eine Zahl, nicht %1</translation>
    </message>
    <message>
        <source>round has a wrong precision</source>
        <translation>round hat eine falsche Genauigkeit</translation>
    </message>
    <message>
        <source>a %1 has no length</source>
        <translation>%1 hat keine Länge</translation>
    </message>
    <message>
        <source>an item of the empty list</source>
        <translation>ein Eintrag der leeren Liste</translation>
    </message>
    <message>
        <source>batch() needs a count above 0</source>
        <translation>batch() braucht eine Anzahl über 0</translation>
    </message>
    <message>
        <source>items needs a mapping, not a %1</source>
        <translation>items braucht ein mapping, nicht %1</translation>
    </message>
    <message>
        <source>the filter '%1' is not known</source>
        <translation>der Filter '%1' ist nicht bekannt</translation>
    </message>
    <message>
        <source>macros and blocks nest too deeply</source>
        <translation>Makros und Blöcke sind zu tief geschachtelt</translation>
    </message>
    <message>
        <source>Check the messages against the chat template, or choose another template.</source>
        <translation>Die Nachrichten mit der Chatvorlage vergleichen, oder eine andere Vorlage wählen.</translation>
    </message>
    <message>
        <source>the chat template writes more than 16 MB</source>
        <translation>die Chatvorlage schreibt mehr als 16 MB</translation>
    </message>
    <message>
        <source>'%1' is not a namespace</source>
        <translation>'%1' ist kein namespace</translation>
    </message>
    <message>
        <source>cannot take %1 values apart into %2 names</source>
        <translation>%1 Werte lassen sich nicht auf %2 Namen verteilen</translation>
    </message>
    <message>
        <source>%1() was given too many arguments</source>
        <translation>%1() bekam zu viele Argumente</translation>
    </message>
    <message>
        <source>%1() has no parameter '%2'</source>
        <translation>%1() hat keinen Parameter '%2'</translation>
    </message>
    <message>
        <source>Correct the chat template, or choose another model.</source>
        <translation>Die Chatvorlage berichtigen oder ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>cannot compute %1 %2 %3</source>
        <translation>%1 %2 %3 lässt sich nicht rechnen</translation>
    </message>
    <message>
        <source>an integer grows beyond 64 bits</source>
        <translation>eine ganze Zahl wächst über 64 Bit hinaus</translation>
    </message>
    <message>
        <source>a repetition is too long</source>
        <translation>eine Wiederholung ist zu lang</translation>
    </message>
    <message>
        <source>%1() needs a string, not a %2</source>
        <translation>%1() braucht einen string, nicht %2</translation>
    </message>
    <message>
        <source>format() has a single '}'</source>
        <translation>format() hat eine einzelne '}'</translation>
    </message>
    <message>
        <source>format() has a single '{'</source>
        <translation>format() hat eine einzelne '{'</translation>
    </message>
    <message>
        <source>format() has the field '{%1}', which is not supported</source>
        <translation>format() hat das Feld '{%1}', das nicht unterstützt wird</translation>
    </message>
    <message>
        <source>%1() has a wrong width or fill</source>
        <translation>%1() hat eine falsche Breite oder Füllung</translation>
    </message>
    <message>
        <source>%1() needs a separator that is not empty</source>
        <translation>%1() braucht ein Trennzeichen, das nicht leer ist</translation>
    </message>
    <message>
        <source>%1() takes one argument here</source>
        <translation>%1() nimmt hier ein Argument</translation>
    </message>
    <message>
        <source>index(): the text is not there</source>
        <translation>index(): der Text ist nicht da</translation>
    </message>
    <message>
        <source>join() needs strings, not a %1</source>
        <translation>join() braucht strings, nicht %1</translation>
    </message>
    <message>
        <source>loop.cycle() needs values</source>
        <translation>loop.cycle() braucht Werte</translation>
    </message>
    <message>
        <source>index(): the item is not in the list</source>
        <translation>index(): der Eintrag ist nicht in der Liste</translation>
    </message>
    <message>
        <source>strip() was given too many characters</source>
        <translation>strip() bekam zu viele Zeichen</translation>
    </message>
    <message>
        <source>split() needs a separator that is not empty</source>
        <translation>split() braucht ein Trennzeichen, das nicht leer ist</translation>
    </message>
    <message>
        <source>rsplit() with a limit needs a separator</source>
        <translation>rsplit() mit einer Grenze braucht ein Trennzeichen</translation>
    </message>
    <message>
        <source>a format has an unknown % code</source>
        <translation>ein Format hat einen unbekannten %-Code</translation>
    </message>
    <message>
        <source>a format has more % codes than values</source>
        <translation>ein Format hat mehr %-Codes als Werte</translation>
    </message>
    <message>
        <source>a format is too wide</source>
        <translation>ein Format ist zu breit</translation>
    </message>
    <message>
        <source>a format wants a number, not a %1</source>
        <translation>ein Format braucht eine Zahl, nicht %1</translation>
    </message>
    <message>
        <source>a format wants an integer</source>
        <translation>ein Format braucht eine ganze Zahl</translation>
    </message>
    <message>
        <source>a format has fewer % codes than values</source>
        <translation>ein Format hat weniger %-Codes als Werte</translation>
    </message>
    <message>
        <source>lists and mappings nest deeper than %1 levels</source>
        <translation>Listen und mappings sind tiefer als %1 Ebenen geschachtelt</translation>
    </message>
    <message>
        <source>tojson cannot write a value of type %1</source>
        <translation>tojson kann einen Wert der Art %1 nicht schreiben</translation>
    </message>
    <message>
        <source>the chat template does too much work</source>
        <translation>die Chatvorlage arbeitet zu lange</translation>
    </message>
    <message>
        <source>Use a template without endless or huge loops.</source>
        <translation>Eine Vorlage ohne endlose oder riesige Schleifen nehmen.</translation>
    </message>
    <message>
        <source>the chat template makes too much text</source>
        <translation>die Chatvorlage erzeugt zu viel Text</translation>
    </message>
    <message>
        <source>Use a template without endless or huge loops, or shorter rows.</source>
        <translation>Eine Vorlage ohne endlose oder riesige Schleifen nehmen, oder kürzere Zeilen.</translation>
    </message>
    <message>
        <source>a list or mapping cannot be a key</source>
        <translation>eine Liste oder ein mapping kann kein Schlüssel sein</translation>
    </message>
    <message>
        <source>a variable holds binary data</source>
        <translation>eine Variable enthält Binärdaten</translation>
    </message>
    <message>
        <source>cannot order a %1 and a %2</source>
        <translation>%1 und %2 lassen sich nicht ordnen</translation>
    </message>
    <message>
        <source>a token has the id %1, beyond 32 bits</source>
        <translation>ein Token hat die Nummer %1, über 32 Bit</translation>
    </message>
    <message>
        <source>merge %1 names the token '%2', which is not in the vocabulary</source>
        <translation>merge %1 nennt das Token '%2', das nicht im Vokabular ist</translation>
    </message>
    <message>
        <source>Get the tokenizer file again.</source>
        <translation>Die Datei des Tokenizers neu besorgen.</translation>
    </message>
    <message>
        <source>the unk_token '%1' is not in the vocabulary</source>
        <translation>das unk_token '%1' ist nicht im Vokabular</translation>
    </message>
    <message>
        <source>a token has the id %1</source>
        <translation>ein Token hat die Nummer %1</translation>
    </message>
    <message>
        <source>the vocabulary is empty</source>
        <translation>das Vokabular ist leer</translation>
    </message>
    <message>
        <source>a token has the id %1, far beyond the %2 tokens</source>
        <translation>ein Token hat die Nummer %1, weit über den %2 Token</translation>
    </message>
    <message>
        <source>the post_processor adds the unknown id %1</source>
        <translation>der post_processor fügt die unbekannte Nummer %1 hinzu</translation>
    </message>
    <message>
        <source>the tokenizer is malformed: %1</source>
        <translation>der Tokenizer ist fehlerhaft: %1</translation>
    </message>
    <message>
        <source>there is no tokenizer</source>
        <translation>es gibt keinen Tokenizer</translation>
    </message>
    <message>
        <source>Put the model's tokenizer.json into its folder.</source>
        <translation>Die tokenizer.json des Modells in seinen Ordner legen.</translation>
    </message>
    <message>
        <source>the tokenizer makes far more text than it is given</source>
        <translation>der Tokenizer macht weit mehr Text, als ihm gegeben wird</translation>
    </message>
    <message>
        <source>Use a model with a usual tokenizer.</source>
        <translation>Ein Modell mit üblichem Tokenizer nehmen.</translation>
    </message>
    <message>
        <source>the decoder is malformed</source>
        <translation>der decoder ist fehlerhaft</translation>
    </message>
    <message>
        <source>the tokenizer has the decoder '%1'</source>
        <translation>der Tokenizer hat den decoder '%1'</translation>
    </message>
    <message>
        <source>Known are ByteLevel, ByteFallback, Fuse, Replace, Strip, Metaspace and Sequence; use a model whose tokenizer has these.</source>
        <translation>Bekannt sind ByteLevel, ByteFallback, Fuse, Replace, Strip, Metaspace und Sequence; ein Modell nehmen, dessen Tokenizer diese hat.</translation>
    </message>
    <message>
        <source>it splits text in a way of its own</source>
        <translation>er teilt Text auf eigene Weise</translation>
    </message>
    <message>
        <source>it normalises text: %1</source>
        <translation>er normalisiert Text: %1</translation>
    </message>
    <message>
        <source>it splits digits in a way of its own</source>
        <translation>er teilt Ziffern auf eigene Weise</translation>
    </message>
    <message>
        <source>the tokenizer has no counterpart in llama.cpp: %1</source>
        <translation>der Tokenizer hat kein Gegenstück in llama.cpp: %1</translation>
    </message>
    <message>
        <source>Export the merged folder and use llama.cpp's convert_hf_to_gguf.py.</source>
        <translation>Den zusammengeführten Ordner exportieren und convert_hf_to_gguf.py von llama.cpp nehmen.</translation>
    </message>
    <message>
        <source>it puts a space in front of every text</source>
        <translation>er setzt vor jeden Text ein Leerzeichen</translation>
    </message>
    <message>
        <source>it splits text by %1</source>
        <translation>er teilt Text nach %1</translation>
    </message>
    <message>
        <source>it has the pre_tokenizer '%1'</source>
        <translation>er hat den pre_tokenizer '%1'</translation>
    </message>
    <message>
        <source>it splits text twice</source>
        <translation>er teilt Text zweimal</translation>
    </message>
    <message>
        <source>the tokenizer puts other tokens around a text than its first and last</source>
        <translation>der Tokenizer setzt andere Token um einen Text als sein erstes und letztes</translation>
    </message>
    <message>
        <source>the token '%1' has the id %2, beyond the model's vocabulary</source>
        <translation>das Token '%1' hat die Nummer %2, außerhalb des Vokabulars des Modells</translation>
    </message>
    <message>
        <source>Use the tokenizer that belongs to the model.</source>
        <translation>Den Tokenizer nehmen, der zum Modell gehört.</translation>
    </message>
    <message>
        <source>the tokenizer splits text by '%1' (tokenizer.ggml.pre)</source>
        <translation>der Tokenizer teilt Text nach '%1' (tokenizer.ggml.pre)</translation>
    </message>
    <message>
        <source>Known are %1. Or use the Hugging Face folder of this model.</source>
        <translation>Bekannt sind %1. Oder den Hugging-Face-Ordner dieses Modells nehmen.</translation>
    </message>
    <message>
        <source>the file holds no tokenizer</source>
        <translation>die Datei enthält keinen Tokenizer</translation>
    </message>
    <message>
        <source>the tokenizer is a '%1' model</source>
        <translation>der Tokenizer ist ein Modell der Art '%1'</translation>
    </message>
    <message>
        <source>Byte-level BPE (gpt2) and SentencePiece BPE (llama) are read from GGUF; use the Hugging Face folder of this model.</source>
        <translation>Aus GGUF werden Byte-Level-BPE (gpt2) und SentencePiece-BPE (llama) gelesen; den Hugging-Face-Ordner dieses Modells nehmen.</translation>
    </message>
    <message>
        <source>Convert the model again with a current llama.cpp.</source>
        <translation>Das Modell mit einem aktuellen llama.cpp neu umwandeln.</translation>
    </message>
    <message>
        <source>%1 is not a list</source>
        <translation>%1 ist keine Liste</translation>
    </message>
    <message>
        <source>tokenizer.ggml.tokens is missing</source>
        <translation>tokenizer.ggml.tokens fehlt</translation>
    </message>
    <message>
        <source>tokenizer.ggml.token_type has another length than tokens</source>
        <translation>tokenizer.ggml.token_type ist anders lang als tokens</translation>
    </message>
    <message>
        <source>tokenizer.ggml.token_type holds no whole numbers</source>
        <translation>tokenizer.ggml.token_type enthält keine ganzen Zahlen</translation>
    </message>
    <message>
        <source>a merge is not a pair: '%1'</source>
        <translation>ein merge ist kein Paar: '%1'</translation>
    </message>
    <message>
        <source>a token is longer than %1 bytes</source>
        <translation>ein Token ist länger als %1 Byte</translation>
    </message>
    <message>
        <source>tokenizer.ggml.scores has another length than tokens</source>
        <translation>tokenizer.ggml.scores ist anders lang als tokens</translation>
    </message>
    <message>
        <source>tokenizer.ggml.scores holds what is no number</source>
        <translation>tokenizer.ggml.scores enthält etwas, das keine Zahl ist</translation>
    </message>
    <message>
        <source>%1 has no id</source>
        <translation>%1 hat keine Nummer</translation>
    </message>
    <message>
        <source>%1 has the id %2</source>
        <translation>%1 hat die Nummer %2</translation>
    </message>
    <message>
        <source>a token is %1 bytes long</source>
        <translation>ein Token ist %1 Byte lang</translation>
    </message>
    <message>
        <source>tokenizer.json has no model</source>
        <translation>tokenizer.json hat kein Modell</translation>
    </message>
    <message>
        <source>Only BPE is read; use a model that has it.</source>
        <translation>Nur BPE wird gelesen; ein Modell damit nehmen.</translation>
    </message>
    <message>
        <source>the BPE model has no vocab</source>
        <translation>das BPE-Modell hat kein vocab</translation>
    </message>
    <message>
        <source>the token '%1'</source>
        <translation>das Token '%1'</translation>
    </message>
    <message>
        <source>the BPE model uses %1</source>
        <translation>das BPE-Modell benutzt %1</translation>
    </message>
    <message>
        <source>Use a model with a byte-level tokenizer.</source>
        <translation>Ein Modell mit Byte-Level-Tokenizer nehmen.</translation>
    </message>
    <message>
        <source>the BPE model uses dropout</source>
        <translation>das BPE-Modell benutzt dropout</translation>
    </message>
    <message>
        <source>Set model.dropout to null in tokenizer.json.</source>
        <translation>model.dropout in tokenizer.json auf null setzen.</translation>
    </message>
    <message>
        <source>a merge is not a pair: %1</source>
        <translation>ein merge ist kein Paar: %1</translation>
    </message>
    <message>
        <source>the post_processor is malformed</source>
        <translation>der post_processor ist fehlerhaft</translation>
    </message>
    <message>
        <source>the post_processor repeats the text</source>
        <translation>der post_processor wiederholt den Text</translation>
    </message>
    <message>
        <source>the tokenizer has the post_processor '%1'</source>
        <translation>der Tokenizer hat den post_processor '%1'</translation>
    </message>
    <message>
        <source>Known are ByteLevel, TemplateProcessing and Sequence; use a model whose tokenizer has these.</source>
        <translation>Bekannt sind ByteLevel, TemplateProcessing und Sequence; ein Modell nehmen, dessen Tokenizer diese hat.</translation>
    </message>
    <message>
        <source>the normalizer is malformed</source>
        <translation>der normalizer ist fehlerhaft</translation>
    </message>
    <message>
        <source>the tokenizer has the normalizer '%1'</source>
        <translation>der Tokenizer hat den normalizer '%1'</translation>
    </message>
    <message>
        <source>Known are NFC, Prepend, Replace and Sequence; use a model whose tokenizer has these.</source>
        <translation>Bekannt sind NFC, Prepend, Replace und Sequence; ein Modell nehmen, dessen Tokenizer diese hat.</translation>
    </message>
    <message>
        <source>a pattern must be {&quot;Regex&quot;: text} or {&quot;String&quot;: text}</source>
        <translation>ein Muster muss {&quot;Regex&quot;: text} oder {&quot;String&quot;: text} sein</translation>
    </message>
    <message>
        <source>the regular expression is too long</source>
        <translation>der reguläre Ausdruck ist zu lang</translation>
    </message>
    <message>
        <source>cannot read the regular expression '%1': %2 at %3</source>
        <translation>der reguläre Ausdruck '%1' ist nicht lesbar: %2 an Stelle %3</translation>
    </message>
    <message>
        <source>Use a model whose tokenizer has a plainer pre_tokenizer.</source>
        <translation>Ein Modell nehmen, dessen Tokenizer einen einfacheren pre_tokenizer hat.</translation>
    </message>
    <message>
        <source>the tokenizer's regular expression gave up on this text: %1</source>
        <translation>der reguläre Ausdruck des Tokenizers gab bei diesem Text auf: %1</translation>
    </message>
    <message>
        <source>Cut the text into shorter rows.</source>
        <translation>Den Text in kürzere Zeilen teilen.</translation>
    </message>
    <message>
        <source>Split has the behavior '%1'</source>
        <translation>Split hat das behavior '%1'</translation>
    </message>
    <message>
        <source>Metaspace has the prepend_scheme '%1'</source>
        <translation>Metaspace hat das prepend_scheme '%1'</translation>
    </message>
    <message>
        <source>Metaspace has no replacement</source>
        <translation>Metaspace hat kein replacement</translation>
    </message>
    <message>
        <source>the pre_tokenizer is malformed</source>
        <translation>der pre_tokenizer ist fehlerhaft</translation>
    </message>
    <message>
        <source>the pre_tokenizer '%1' comes after ByteLevel</source>
        <translation>der pre_tokenizer '%1' kommt nach ByteLevel</translation>
    </message>
    <message>
        <source>the tokenizer has the pre_tokenizer '%1'</source>
        <translation>der Tokenizer hat den pre_tokenizer '%1'</translation>
    </message>
    <message>
        <source>Known are ByteLevel, Split, Digits, Metaspace and Sequence; use a model whose tokenizer has these.</source>
        <translation>Bekannt sind ByteLevel, Split, Digits, Metaspace und Sequence; ein Modell nehmen, dessen Tokenizer diese hat.</translation>
    </message>
    <message>
        <source>is a link</source>
        <translation>ist eine Verknüpfung</translation>
    </message>
    <message>
        <source>Put the file itself there.</source>
        <translation>Die Datei selbst dorthin legen.</translation>
    </message>
    <message>
        <source>Imported from %1</source>
        <translation>Eingelesen aus %1</translation>
    </message>
    <message>
        <source>Forgetting and drift could not be measured: %1</source>
        <translation>Vergessen und Abdrift konnten nicht gemessen werden: %1</translation>
    </message>
    <message>
        <source>the run's folder exists already</source>
        <translation>den Ordner des Laufs gibt es schon</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1 weights for %2 adapters</source>
        <translation>%1 Gewichte für %2 Adapter</translation>
    </message>
    <message>
        <source>Give one weight for each adapter, or none.</source>
        <translation>Ein Gewicht für jeden Adapter angeben, oder keines.</translation>
    </message>
    <message>
        <source>%1 is not writable</source>
        <translation>in %1 kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>no NVIDIA driver (libcuda.so.1) is installed</source>
        <translation>kein NVIDIA-Treiber (libcuda.so.1) eingerichtet</translation>
    </message>
    <message>
        <source>LibTorch finds no usable CUDA device</source>
        <translation>LibTorch findet kein nutzbares CUDA-Gerät</translation>
    </message>
    <message>
        <source>LibTorch's CUDA library does not load: %1</source>
        <translation>die CUDA-Bibliothek von LibTorch lässt sich nicht laden: %1</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>Grund unbekannt</translation>
    </message>
    <message>
        <source>%1 free of %2</source>
        <translation>%1 frei von %2</translation>
    </message>
    <message>
        <source>not used: %1</source>
        <translation>nicht benutzt: %1</translation>
    </message>
    <message>
        <source>GPU kernels</source>
        <translation>GPU-Rechenkerne</translation>
    </message>
    <message>
        <source>of this program</source>
        <translation>von diesem Programm</translation>
    </message>
    <message>
        <source>ATen's: this build has none of its own</source>
        <translation>von ATen: dieser Bau hat keine eigenen</translation>
    </message>
    <message>
        <source>Please report this with your processor's name; results of training may be wrong. 'paretune doctor --self-test' says more.</source>
        <translation>Bitte mit dem Namen des Prozessors melden; Ergebnisse des Trainings können falsch sein. ‚paretune doctor --self-test‘ sagt mehr.</translation>
    </message>
    <message>
        <source>the run has no adapter report (it is %1)</source>
        <translation>der Lauf hat keinen Adapterbericht (er ist %1)</translation>
    </message>
    <message>
        <source>It is made when a run has taken its last step.</source>
        <translation>Er entsteht, wenn ein Lauf seinen letzten Schritt getan hat.</translation>
    </message>
    <message>
        <source>the run is %1</source>
        <translation>der Lauf ist %1</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>Erst anhalten.</translation>
    </message>
    <message>
        <source>the adapter tells %1 classes apart, the rows have %2</source>
        <translation>der Adapter unterscheidet %1 Klassen, die Zeilen haben %2</translation>
    </message>
    <message>
        <source>Name the classes in the order in which the adapter learned them: --labels.</source>
        <translation>Die Klassen in der Reihenfolge nennen, in der der Adapter sie gelernt hat: --labels.</translation>
    </message>
    <message>
        <source>%1 compares an adapter with its base</source>
        <translation>%1 vergleicht einen Adapter mit seiner Basis</translation>
    </message>
    <message>
        <source>Add --adapter.</source>
        <translation>--adapter angeben.</translation>
    </message>
    <message>
        <source>Known formats: %1.</source>
        <translation>Bekannte Formate: %1.</translation>
    </message>
    <message>
        <source>%1 tensors, %2 MB; read back: largest logit difference %3 of %4</source>
        <translation>%1 Tensoren, %2 MB; zurückgelesen: größter Unterschied der Logits %3 von %4</translation>
    </message>
    <message>
        <source>Run database</source>
        <translation>Datenbank der Läufe</translation>
    </message>
    <message>
        <source>The old file was set aside, nothing was deleted.</source>
        <translation>Die alte Datei wurde beiseitegelegt, nichts wurde gelöscht.</translation>
    </message>
    <message>
        <source>the folder has no adapter_config.json</source>
        <translation>der Ordner hat keine adapter_config.json</translation>
    </message>
    <message>
        <source>there is no such adapter folder or run</source>
        <translation>diesen Adapterordner oder Lauf gibt es nicht</translation>
    </message>
    <message>
        <source>Give a PEFT adapter folder or a run id; 'paretune runs' lists them.</source>
        <translation>Einen PEFT-Adapterordner oder die Nummer eines Laufs angeben; ‚paretune runs‘ zählt sie auf.</translation>
    </message>
    <message>
        <source>the run has no adapter yet (it is %1)</source>
        <translation>der Lauf hat noch keinen Adapter (er ist %1)</translation>
    </message>
    <message>
        <source>Let it finish, or resume it with 'paretune train --resume'.</source>
        <translation>Fertig laufen lassen oder mit ‚paretune train --resume‘ fortsetzen.</translation>
    </message>
    <message>
        <source>no base model is given for the adapter folder</source>
        <translation>zum Adapterordner ist kein Basismodell angegeben</translation>
    </message>
    <message>
        <source>Add --model.</source>
        <translation>--model angeben.</translation>
    </message>
    <message>
        <source>Give &quot;off&quot;, or some of these with commas between: %1.</source>
        <translation>&quot;off&quot; angeben oder einige davon, mit Kommas getrennt: %1.</translation>
    </message>
    <message>
        <source>no CUDA device can be used: %1</source>
        <translation>kein CUDA-Gerät ist nutzbar: %1</translation>
    </message>
    <message>
        <source>Use --device cpu.</source>
        <translation>--device cpu nehmen.</translation>
    </message>
    <message>
        <source>unknown device &quot;%1&quot;</source>
        <translation>unbekanntes Gerät &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Use auto, cpu or cuda.</source>
        <translation>auto, cpu oder cuda nehmen.</translation>
    </message>
    <message>
        <source>PEFT adapter folder, for Python's peft</source>
        <translation>PEFT-Adapterordner, für peft in Python</translation>
    </message>
    <message>
        <source>no target is given</source>
        <translation>es ist kein Ziel angegeben</translation>
    </message>
    <message>
        <source>Give the folder to write.</source>
        <translation>Den Ordner angeben, der geschrieben werden soll.</translation>
    </message>
    <message>
        <source>exists and is no folder</source>
        <translation>gibt es schon, und es ist kein Ordner</translation>
    </message>
    <message>
        <source>Give another folder.</source>
        <translation>Einen anderen Ordner angeben.</translation>
    </message>
    <message>
        <source>Give the file to write.</source>
        <translation>Die Datei angeben, die geschrieben werden soll.</translation>
    </message>
    <message>
        <source>is a folder</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>Give the name of a file, for example model.gguf.</source>
        <translation>Den Namen einer Datei angeben, zum Beispiel model.gguf.</translation>
    </message>
    <message>
        <source>adapters of type %1 cannot be merged into the weights</source>
        <translation>Adapter der Art %1 lassen sich nicht in die Gewichte einrechnen</translation>
    </message>
    <message>
        <source>Export it as an adapter instead.</source>
        <translation>Stattdessen als Adapter exportieren.</translation>
    </message>
    <message>
        <source>merged model in one GGUF file, for llama.cpp</source>
        <translation>zusammengeführtes Modell in einer GGUF-Datei, für llama.cpp</translation>
    </message>
    <message>
        <source>Give --rank 16 or --threshold 0.99 to write the plain LoRA nearest to it, or export it as gguf: a merged model.</source>
        <translation>--rank 16 oder --threshold 0.99 angeben, um das nächstliegende einfache LoRA zu schreiben, oder als gguf exportieren: ein zusammengeführtes Modell.</translation>
    </message>
    <message>
        <source>it trains &quot;%1&quot;, which a LoRA file of llama.cpp cannot hold</source>
        <translation>er trainiert &quot;%1&quot;, was eine LoRA-Datei von llama.cpp nicht halten kann</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has only one of lora_A and lora_B</source>
        <translation>&quot;%1&quot; hat nur eines von lora_A und lora_B</translation>
    </message>
    <message>
        <source>Export the adapter again from Python.</source>
        <translation>Den Adapter noch einmal aus Python exportieren.</translation>
    </message>
    <message>
        <source>it trains whole modules (modules_to_save: %1), which a LoRA file of llama.cpp cannot hold</source>
        <translation>er trainiert ganze Module (modules_to_save: %1), was eine LoRA-Datei von llama.cpp nicht halten kann</translation>
    </message>
    <message>
        <source>Export it as gguf: a merged model.</source>
        <translation>Als gguf exportieren: ein zusammengeführtes Modell.</translation>
    </message>
    <message>
        <source>it changes lm_head, which shares its weight with the embeddings in this model, so llama.cpp has no tensor for it</source>
        <translation>er ändert lm_head, das sich in diesem Modell das Gewicht mit den Einbettungen teilt; llama.cpp hat darum keinen Tensor dafür</translation>
    </message>
    <message>
        <source>a LoRA is not written as %1</source>
        <translation>ein LoRA wird nicht als %1 geschrieben</translation>
    </message>
    <message>
        <source>Use f32, f16 or bf16.</source>
        <translation>f32, f16 oder bf16 nehmen.</translation>
    </message>
    <message>
        <source>it changes no linear layer</source>
        <translation>er ändert keine lineare Schicht</translation>
    </message>
    <message>
        <source>Train it first.</source>
        <translation>Erst trainieren.</translation>
    </message>
    <message>
        <source>its tensors are those of a LoRA, but it computes something else (DoRA, an activated LoRA, or an initialisation that moved the base)</source>
        <translation>seine Tensoren sind die eines LoRA, aber er rechnet etwas anderes (DoRA, ein aktiviertes LoRA oder ein Anfang, der die Basis verschob)</translation>
    </message>
    <message>
        <source>LoRA adapter file for llama.cpp</source>
        <translation>LoRA-Adapterdatei für llama.cpp</translation>
    </message>
    <message>
        <source>the adapter's change as a plain LoRA, PEFT folder</source>
        <translation>die Änderung des Adapters als einfaches LoRA, PEFT-Ordner</translation>
    </message>
    <message>
        <source>classifiers are not written as merged models</source>
        <translation>Klassifikatoren werden nicht als zusammengeführte Modelle geschrieben</translation>
    </message>
    <message>
        <source>merged Hugging Face model folder, for transformers</source>
        <translation>zusammengeführter Modellordner von Hugging Face, für transformers</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>the bundled resources are not beside the program</source>
        <translation>die mitgelieferten Dateien liegen nicht neben dem Programm</translation>
    </message>
    <message>
        <source>Set PARETUNE_RESOURCES to the folder &quot;resources&quot; of the source tree.</source>
        <translation>PARETUNE_RESOURCES auf den Ordner &quot;resources&quot; der Quellen setzen.</translation>
    </message>
    <message>
        <source>no model is given</source>
        <translation>es ist kein Modell angegeben</translation>
    </message>
    <message>
        <source>there is no such file or folder, nor such a model in the HF cache (%1)</source>
        <translation>diese Datei oder diesen Ordner gibt es nicht, auch kein solches Modell im HF-Zwischenspeicher (%1)</translation>
    </message>
    <message>
        <source>Download it: paretune download %1. Or check the name, or give the path of an HF folder or a .gguf file.</source>
        <translation>Herunterladen: paretune download %1. Oder den Namen prüfen, oder den Pfad eines HF-Ordners oder einer .gguf-Datei angeben.</translation>
    </message>
    <message>
        <source>stopped before the measurement</source>
        <translation>vor der Messung angehalten</translation>
    </message>
    <message>
        <source>was imported, not trained here; nothing says how to make it again</source>
        <translation>wurde eingelesen, nicht hier trainiert; nichts sagt, wie er noch einmal zu machen ist</translation>
    </message>
    <message>
        <source>is no reproducibility file: it needs &quot;config&quot; and &quot;hashes&quot;</source>
        <translation>ist keine Wiederholungsdatei: sie braucht &quot;config&quot; und &quot;hashes&quot;</translation>
    </message>
    <message>
        <source>'paretune runs reproduce RUN --out FILE' writes one.</source>
        <translation>‚paretune runs reproduce LAUF --out DATEI‘ schreibt eine.</translation>
    </message>
    <message>
        <source>%1 is not what the run was made with: its digest is %2, the file says %3</source>
        <translation>%1 ist nicht das, womit der Lauf gemacht wurde: die Prüfsumme ist %2, die Datei sagt %3</translation>
    </message>
    <message>
        <source>Give the right one with %1, or start a new run with other files by 'paretune train --from RUN'.</source>
        <translation>Das Richtige mit %1 angeben, oder mit ‚paretune train --from LAUF‘ einen neuen Lauf mit anderen Dateien beginnen.</translation>
    </message>
    <message>
        <source>%1 was %2, here it is %3: the last digits may differ</source>
        <translation>%1 war %2, hier ist es %3: die letzten Ziffern können abweichen</translation>
    </message>
    <message>
        <source>the run was made by %1 processes; a step sees the same rows only with 'paretune train FILE --processes %2'</source>
        <translation>der Lauf wurde von %1 Prozessen gemacht; dieselben Zeilen sieht ein Schritt nur mit ‚paretune train DATEI --processes %2‘</translation>
    </message>
    <message>
        <source>the run needs about %1 (%2), the machine has %3 free</source>
        <translation>der Lauf braucht etwa %1 (%2), der Rechner hat %3 frei</translation>
    </message>
    <message>
        <source>the run is already under way</source>
        <translation>der Lauf ist schon im Gange</translation>
    </message>
    <message>
        <source>the run has finished; there is nothing to resume</source>
        <translation>der Lauf ist fertig; es gibt nichts fortzusetzen</translation>
    </message>
    <message>
        <source>Start a new run with more steps.</source>
        <translation>Einen neuen Lauf mit mehr Schritten beginnen.</translation>
    </message>
    <message>
        <source>The last step that all made is kept. Go on with as many processes as you like: paretune train --resume %1</source>
        <translation>Der letzte Schritt, den alle taten, ist gespeichert. Mit beliebig vielen Prozessen fortsetzen: paretune train --resume %1</translation>
    </message>
    <message>
        <source>leave nothing to train</source>
        <translation>die Angaben lassen nichts zu trainieren</translation>
    </message>
    <message>
        <source>Say what %1 is to train; 'paretune methods %2' lists its keys.</source>
        <translation>Angeben, was %1 trainieren soll; ‚paretune methods %2‘ zählt die Schlüssel auf.</translation>
    </message>
    <message>
        <source>the run does not wait</source>
        <translation>der Lauf wartet nicht</translation>
    </message>
    <message>
        <source>Only waiting runs can be moved.</source>
        <translation>Nur wartende Läufe können verschoben werden.</translation>
    </message>
    <message>
        <source>the sweep has no run</source>
        <translation>der Sweep hat keinen Lauf</translation>
    </message>
    <message>
        <source>Give at least one.</source>
        <translation>Mindestens einen angeben.</translation>
    </message>
    <message>
        <source>the sweep is already under way</source>
        <translation>der Sweep ist schon im Gange</translation>
    </message>
    <message>
        <source>has changed since the sweep began; its runs could not be compared</source>
        <translation>hat sich seit Beginn des Sweeps geändert; seine Läufe wären nicht vergleichbar</translation>
    </message>
    <message>
        <source>Put the old file back, or start the sweep anew.</source>
        <translation>Die alte Datei zurücklegen oder den Sweep neu beginnen.</translation>
    </message>
    <message>
        <source>holds out no row, so methods cannot be compared</source>
        <translation>hält keine Zeile zurück, also sind Methoden nicht zu vergleichen</translation>
    </message>
    <message>
        <source>stopped while planning</source>
        <translation>beim Planen angehalten</translation>
    </message>
    <message>
        <source>cannot be used here: %1</source>
        <translation>ist hier nicht zu gebrauchen: %1</translation>
    </message>
    <message>
        <source>Take the run out, or set over_budget to &quot;skip&quot;.</source>
        <translation>Den Lauf herausnehmen oder over_budget auf &quot;skip&quot; setzen.</translation>
    </message>
    <message>
        <source>no run of the sweep can be made; the first one %1</source>
        <translation>kein Lauf des Sweeps ist möglich; der erste %1</translation>
    </message>
    <message>
        <source>Use other methods, a smaller model or a larger budget.</source>
        <translation>Andere Methoden, ein kleineres Modell oder ein größeres Budget nehmen.</translation>
    </message>
    <message>
        <source>The runs see different numbers of tokens (%1 to %2): their results compare settings, not the same work.</source>
        <translation>Die Läufe sehen verschieden viele Token (%1 bis %2): ihre Ergebnisse vergleichen Einstellungen, nicht gleiche Arbeit.</translation>
    </message>
    <message>
        <source>The runs differ in their data or its order.</source>
        <translation>Die Läufe unterscheiden sich in ihren Daten oder deren Reihenfolge.</translation>
    </message>
    <message>
        <source>is %1, but a classifier learns from rows of {&quot;text&quot;, &quot;label&quot;}</source>
        <translation>ist %1, aber ein Klassifikator lernt aus Zeilen {&quot;text&quot;, &quot;label&quot;}</translation>
    </message>
    <message>
        <source>Use &quot;classification&quot; or &quot;auto&quot;.</source>
        <translation>&quot;classification&quot; oder &quot;auto&quot; nehmen.</translation>
    </message>
    <message>
        <source>a classifier writes no text</source>
        <translation>ein Klassifikator schreibt keinen Text</translation>
    </message>
    <message>
        <source>Remove the key.</source>
        <translation>Den Schlüssel entfernen.</translation>
    </message>
    <message>
        <source>has %1 class</source>
        <translation>hat %1 Klasse</translation>
    </message>
    <message>
        <source>Give rows of at least two classes, or name them in data.labels.</source>
        <translation>Zeilen von mindestens zwei Klassen angeben, oder sie in data.labels nennen.</translation>
    </message>
    <message>
        <source>is %1, but tokenizers have no options here</source>
        <translation>ist %1, aber Tokenizer haben hier keine Optionen</translation>
    </message>
    <message>
        <source>the sizes in the hub's list of files are beyond all measure</source>
        <translation>die Größen in der Dateiliste des Hubs sind über alles Maß</translation>
    </message>
    <message>
        <source>Check the endpoint.</source>
        <translation>Die Adresse des Hubs prüfen.</translation>
    </message>
    <message>
        <source>what is missing of %1</source>
        <translation>was von %1 fehlt</translation>
    </message>
    <message>
        <source>the largest file of %1</source>
        <translation>die größte Datei von %1</translation>
    </message>
    <message>
        <source>another download of %1</source>
        <translation>ein anderes Herunterladen von %1</translation>
    </message>
    <message>
        <source>%1 ended early</source>
        <translation>%1 endete zu früh</translation>
    </message>
    <message>
        <source>Run the same command again; what came so far is kept.</source>
        <translation>Denselben Befehl noch einmal geben; was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>the hub sends a part of the file though all of it was asked for</source>
        <translation>der Hub sendet einen Teil der Datei, obwohl alles verlangt wurde</translation>
    </message>
    <message>
        <source>Check the endpoint and try again.</source>
        <translation>Die Adresse des Hubs prüfen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>the hub announces %1 bytes where its list of files says %2</source>
        <translation>der Hub kündigt %1 Byte an, seine Dateiliste sagt %2</translation>
    </message>
    <message>
        <source>Try again later, or check the endpoint.</source>
        <translation>Später noch einmal versuchen, oder die Adresse des Hubs prüfen.</translation>
    </message>
    <message>
        <source>the hub sends more than the %1 bytes its list of files says</source>
        <translation>der Hub sendet mehr als die %1 Byte, die seine Dateiliste nennt</translation>
    </message>
    <message>
        <source>the hub does not go on where %1 broke off</source>
        <translation>der Hub macht nicht dort weiter, wo %1 abbrach</translation>
    </message>
    <message>
        <source>what came twice does not have the %1 the hub's list of files says</source>
        <translation>auch beim zweiten Mal hat es nicht die %1 aus der Dateiliste des Hubs</translation>
    </message>
    <message>
        <source>git digest</source>
        <translation>git-Prüfsumme</translation>
    </message>
    <message>
        <source>Nothing of it was kept. Try again later; if it stays so, the hub or the way to it cannot be trusted.</source>
        <translation>Nichts davon wurde behalten. Später noch einmal versuchen; bleibt es so, ist dem Hub oder dem Weg zu ihm nicht zu trauen.</translation>
    </message>
    <message>
        <source>the address has no TLS (http instead of https)</source>
        <translation>die Adresse hat kein TLS (http statt https)</translation>
    </message>
    <message>
        <source>Use an https address; --plain-http allows it all the same.</source>
        <translation>Eine https-Adresse nehmen; --plain-http erlaubt es trotzdem.</translation>
    </message>
    <message>
        <source>the hub has had too many requests (429)</source>
        <translation>der Hub hat zu viele Anfragen bekommen (429)</translation>
    </message>
    <message>
        <source>is redirected more than %1 times</source>
        <translation>wird mehr als %1-mal umgeleitet</translation>
    </message>
    <message>
        <source>Check the endpoint; this hub is not set up well.</source>
        <translation>Die Adresse des Hubs prüfen; dieser Hub ist nicht gut eingerichtet.</translation>
    </message>
    <message>
        <source>is redirected to no http address</source>
        <translation>wird auf keine http-Adresse umgeleitet</translation>
    </message>
    <message>
        <source>is redirected from https to http, which is refused</source>
        <translation>wird von https auf http umgeleitet, das wird abgelehnt</translation>
    </message>
    <message>
        <source>Check the endpoint; somebody may be listening in.</source>
        <translation>Die Adresse des Hubs prüfen; vielleicht hört jemand mit.</translation>
    </message>
    <message>
        <source>the server's certificate is not trusted</source>
        <translation>dem Zertifikat des Servers wird nicht getraut</translation>
    </message>
    <message>
        <source>Check the endpoint and this computer's clock and certificates (SSL_CERT_FILE names a file of them).</source>
        <translation>Die Adresse des Hubs prüfen, dazu Uhr und Zertifikate dieses Rechners (SSL_CERT_FILE nennt eine Datei davon).</translation>
    </message>
    <message>
        <source>the transfer failed: %1</source>
        <translation>die Übertragung ist gescheitert: %1</translation>
    </message>
    <message>
        <source>Check the endpoint and the connection, then try again.</source>
        <translation>Die Adresse des Hubs und die Verbindung prüfen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>the answer is larger than %1 bytes</source>
        <translation>die Antwort ist größer als %1 Byte</translation>
    </message>
    <message>
        <source>Check the endpoint; a hub's answers are never that long.</source>
        <translation>Die Adresse des Hubs prüfen; so lang sind Antworten eines Hubs nie.</translation>
    </message>
    <message>
        <source>Check the room on the disk and the permissions of the cache (HF_HOME and HF_HUB_CACHE choose another folder).</source>
        <translation>Den Platz auf der Platte und die Rechte des Zwischenspeichers prüfen (HF_HOME und HF_HUB_CACHE wählen einen anderen Ordner).</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>cannot be written to disk</source>
        <translation>kann nicht auf die Platte geschrieben werden</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>cannot be locked</source>
        <translation>kann nicht gesperrt werden</translation>
    </message>
    <message>
        <source>cannot be put into the cache</source>
        <translation>kann nicht in den Zwischenspeicher gelegt werden</translation>
    </message>
    <message>
        <source>was not copied faithfully</source>
        <translation>wurde nicht getreu kopiert</translation>
    </message>
    <message>
        <source>Check the disk, then try again.</source>
        <translation>Die Platte prüfen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>cannot be linked</source>
        <translation>kann nicht verknüpft werden</translation>
    </message>
    <message>
        <source>cannot be looked at</source>
        <translation>kann nicht angesehen werden</translation>
    </message>
    <message>
        <source>%1 takes %2, and only %3 are free</source>
        <translation>%1 braucht %2, und nur %3 sind frei</translation>
    </message>
    <message>
        <source>Free some disk space, or choose another folder (HF_HOME or HF_HUB_CACHE for the cache, --home for what is under way).</source>
        <translation>Platz auf der Platte schaffen oder einen anderen Ordner wählen (HF_HOME oder HF_HUB_CACHE für den Zwischenspeicher, --home für Angefangenes).</translation>
    </message>
    <message>
        <source>the hub's list of files is not as it should be: %1</source>
        <translation>die Dateiliste des Hubs ist nicht, wie sie sein soll: %1</translation>
    </message>
    <message>
        <source>Check the endpoint; nothing was taken from it.</source>
        <translation>Die Adresse des Hubs prüfen; nichts wurde von dort übernommen.</translation>
    </message>
    <message>
        <source>no JSON</source>
        <translation>kein JSON</translation>
    </message>
    <message>
        <source>a file's name would leave its folder</source>
        <translation>der Name einer Datei führt aus ihrem Ordner hinaus</translation>
    </message>
    <message>
        <source>no SHA-256 of %1</source>
        <translation>keine SHA-256 von %1</translation>
    </message>
    <message>
        <source>no digest of %1</source>
        <translation>keine Prüfsumme von %1</translation>
    </message>
    <message>
        <source>no size of %1</source>
        <translation>keine Größe von %1</translation>
    </message>
    <message>
        <source>data set</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Accept them on %1, then run 'paretune login' with a token of that account.</source>
        <translation>Auf %1 annehmen, dann ‚paretune login‘ mit einem Token dieses Kontos ausführen.</translation>
    </message>
    <message>
        <source>has no such revision</source>
        <translation>hat keine solche Revision</translation>
    </message>
    <message>
        <source>Look at its branches and tags on %1/tree/main.</source>
        <translation>Zweige und Marken stehen auf %1/tree/main.</translation>
    </message>
    <message>
        <source>has no file %1</source>
        <translation>hat keine Datei %1</translation>
    </message>
    <message>
        <source>Look at its files on %1/tree/main.</source>
        <translation>Die Dateien stehen auf %1/tree/main.</translation>
    </message>
    <message>
        <source>does not exist on the hub, or the token gives no access to it</source>
        <translation>gibt es auf dem Hub nicht, oder das Token gibt keinen Zugang dazu</translation>
    </message>
    <message>
        <source>Check the name and the revision on %1</source>
        <translation>Name und Revision prüfen auf %1</translation>
    </message>
    <message>
        <source>; a data set needs --dataset.</source>
        <translation>; ein Datensatz braucht --dataset.</translation>
    </message>
    <message>
        <source>the hub answered with status %1 (%2)</source>
        <translation>der Hub antwortete mit Status %1 (%2)</translation>
    </message>
    <message>
        <source>revision %1</source>
        <translation>Revision %1</translation>
    </message>
    <message>
        <source>no commit</source>
        <translation>kein Commit</translation>
    </message>
    <message>
        <source>it has no end</source>
        <translation>sie hat kein Ende</translation>
    </message>
    <message>
        <source>files of %1</source>
        <translation>Dateien von %1</translation>
    </message>
    <message>
        <source>no list</source>
        <translation>keine Liste</translation>
    </message>
    <message>
        <source>an entry is no object</source>
        <translation>ein Eintrag ist kein Objekt</translation>
    </message>
    <message>
        <source>a file comes twice</source>
        <translation>eine Datei kommt zweimal</translation>
    </message>
    <message>
        <source>more than %1 files</source>
        <translation>mehr als %1 Dateien</translation>
    </message>
    <message>
        <source>it goes on at another address</source>
        <translation>sie geht auf einer anderen Adresse weiter</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Free some disk space (or lift the limit on file sizes) and run the same command again; what came so far is kept.</source>
        <translation>Platz auf der Platte schaffen (oder die Grenze für Dateigrößen anheben) und denselben Befehl noch einmal geben; was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>Check the disk and the permissions of the folder, then try again.</source>
        <translation>Die Platte und die Rechte des Ordners prüfen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>cannot be emptied</source>
        <translation>kann nicht geleert werden</translation>
    </message>
    <message>
        <source>cannot be opened: %1</source>
        <translation>kann nicht geöffnet werden: %1</translation>
    </message>
    <message>
        <source>Check the permissions of the folder.</source>
        <translation>Die Rechte des Ordners prüfen.</translation>
    </message>
    <message>
        <source>stopped; what came so far is kept</source>
        <translation>angehalten; was schon da ist, bleibt</translation>
    </message>
    <message>
        <source>Run the same command again to go on from there.</source>
        <translation>Denselben Befehl noch einmal geben, um dort fortzufahren.</translation>
    </message>
    <message>
        <source>%1, and asks to wait %2 s</source>
        <translation>%1 und bittet, %2 s zu warten</translation>
    </message>
    <message>
        <source>Try again after that time; what came so far is kept.</source>
        <translation>Nach dieser Zeit noch einmal versuchen; was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>has no file &quot;%1&quot;</source>
        <translation>hat keine Datei &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Its files are %1.</source>
        <translation>Die Dateien sind %1.</translation>
    </message>
    <message>
        <source>Did you mean %1?</source>
        <translation>Ist %1 gemeint?</translation>
    </message>
    <message>
        <source>%1 is a pickle, which can run any program when it is opened; it is not taken</source>
        <translation>%1 ist ein Pickle, das beim Öffnen jedes Programm ausführen kann; es wird nicht genommen</translation>
    </message>
    <message>
        <source>Choose the model's safetensors or GGUF files, or a revision that has them (often refs/pr/1).</source>
        <translation>Die safetensors- oder GGUF-Dateien des Modells wählen, oder eine Revision, die sie hat (oft refs/pr/1).</translation>
    </message>
    <message>
        <source>holds several GGUF models: %1</source>
        <translation>enthält mehrere GGUF-Modelle: %1</translation>
    </message>
    <message>
        <source>Name one of them with --file.</source>
        <translation>Eines davon mit --file nennen.</translation>
    </message>
    <message>
        <source>its weights are pickles (%1), which can run any program when they are opened; they are not taken</source>
        <translation>seine Gewichte sind Pickles (%1), die beim Öffnen jedes Programm ausführen können; sie werden nicht genommen</translation>
    </message>
    <message>
        <source>Choose a revision with safetensors (often --revision refs/pr/1), or another repository of the model.</source>
        <translation>Eine Revision mit safetensors wählen (oft --revision refs/pr/1), oder eine andere Ablage des Modells.</translation>
    </message>
    <message>
        <source>holds no weights of a language model (model.safetensors, its shards with their index, or .gguf)</source>
        <translation>enthält keine Gewichte eines Sprachmodells (model.safetensors, seine Teile mit ihrem Verzeichnis, oder .gguf)</translation>
    </message>
    <message>
        <source>Its files are %1; name some with --file.</source>
        <translation>Die Dateien sind %1; einige mit --file nennen.</translation>
    </message>
    <message>
        <source>holds no Parquet, JSONL, JSON or CSV files</source>
        <translation>enthält keine Dateien in Parquet, JSONL, JSON oder CSV</translation>
    </message>
    <message>
        <source>Its files are %1; convert the data to one of these.</source>
        <translation>Die Dateien sind %1; die Daten in eines davon umwandeln.</translation>
    </message>
    <message>
        <source>Not taken, because pickles can run any program when they are opened: %1</source>
        <translation>Nicht genommen, weil Pickles beim Öffnen jedes Programm ausführen können: %1</translation>
    </message>
    <message>
        <source>the hub's address is no http(s) address, or holds a user name, a password or a query</source>
        <translation>die Adresse des Hubs ist keine http(s)-Adresse, oder sie enthält Benutzernamen, Kennwort oder Abfrage</translation>
    </message>
    <message>
        <source>Give something like https://huggingface.co; a token is given by 'paretune login'.</source>
        <translation>Etwas wie https://huggingface.co angeben; ein Token gibt man mit ‚paretune login‘.</translation>
    </message>
    <message>
        <source>is no name of a branch, tag or commit</source>
        <translation>ist kein Name eines Zweigs, einer Marke oder eines Commits</translation>
    </message>
    <message>
        <source>For example: main.</source>
        <translation>Zum Beispiel: main.</translation>
    </message>
    <message>
        <source>is damaged</source>
        <translation>ist beschädigt</translation>
    </message>
    <message>
        <source>Delete the file and run 'paretune login' again.</source>
        <translation>Die Datei löschen und ‚paretune login‘ noch einmal ausführen.</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>kann nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>Check the permissions of the studio's folder and the room on its disk.</source>
        <translation>Die Rechte des Studio-Ordners und den Platz auf seiner Platte prüfen.</translation>
    </message>
    <message>
        <source>the access token holds characters that no token has</source>
        <translation>das Zugangstoken enthält Zeichen, die kein Token hat</translation>
    </message>
    <message>
        <source>Log in again with a token from the hub's settings page.</source>
        <translation>Noch einmal anmelden, mit einem Token von der Einstellungsseite des Hubs.</translation>
    </message>
    <message>
        <source>this is no access token</source>
        <translation>das ist kein Zugangstoken</translation>
    </message>
    <message>
        <source>Give one line of letters and digits, as the hub's settings page shows it.</source>
        <translation>Eine Zeile aus Buchstaben und Ziffern angeben, wie sie die Einstellungsseite des Hubs zeigt.</translation>
    </message>
    <message>
        <source>cannot be deleted: %1</source>
        <translation>kann nicht gelöscht werden: %1</translation>
    </message>
    <message>
        <source>Check the permissions of the studio's folder.</source>
        <translation>Die Rechte des Studio-Ordners prüfen.</translation>
    </message>
    <message>
        <source>unknown type &quot;%1&quot;</source>
        <translation>unbekannter Typ &quot;%1&quot;</translation>
    </message>
    <message>
        <source>holds the value %1, which %2 cannot hold</source>
        <translation>enthält den Wert %1, den %2 nicht halten kann</translation>
    </message>
    <message>
        <source>Write it as bf16 or f32.</source>
        <translation>Als bf16 oder f32 schreiben.</translation>
    </message>
    <message>
        <source>The training went wrong; export an earlier checkpoint, or train with a lower learning rate.</source>
        <translation>Das Training ging schief; einen früheren Sicherungspunkt exportieren, oder mit niedrigerer Lernrate trainieren.</translation>
    </message>
    <message>
        <source>tensors of type %1 cannot be read</source>
        <translation>Tensoren vom Typ %1 sind nicht lesbar</translation>
    </message>
    <message>
        <source>element count is not a whole number of blocks</source>
        <translation>die Zahl der Einträge ist kein Vielfaches eines Blocks</translation>
    </message>
    <message>
        <source>byte count does not match the element count</source>
        <translation>die Zahl der Bytes passt nicht zur Zahl der Einträge</translation>
    </message>
    <message>
        <source>ends inside %1</source>
        <translation>endet in %1</translation>
    </message>
    <message>
        <source>a text in %1 claims %2 bytes where %3 are left</source>
        <translation>ein Text in %1 beansprucht %2 Byte, wo %3 übrig sind</translation>
    </message>
    <message>
        <source>a text in %1 is not valid UTF-8</source>
        <translation>ein Text in %1 ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>%1 is neither true nor false</source>
        <translation>%1 ist weder true noch false</translation>
    </message>
    <message>
        <source>%1 has the unknown value type %2</source>
        <translation>%1 hat den unbekannten Werttyp %2</translation>
    </message>
    <message>
        <source>%1 holds arrays of arrays, which this reader does not accept</source>
        <translation>%1 enthält Listen von Listen, die hier nicht gelesen werden</translation>
    </message>
    <message>
        <source>%1 has the unknown element type %2</source>
        <translation>%1 hat den unbekannten Elementtyp %2</translation>
    </message>
    <message>
        <source>%1 claims %2 elements where %3 bytes are left</source>
        <translation>%1 beansprucht %2 Einträge, wo %3 Byte übrig sind</translation>
    </message>
    <message>
        <source>%1 would need more memory than the file justifies</source>
        <translation>%1 bräuchte mehr Speicher, als die Datei rechtfertigt</translation>
    </message>
    <message>
        <source>metadata key %1</source>
        <translation>Metadatenschlüssel %1</translation>
    </message>
    <message>
        <source>metadata key %1 is empty</source>
        <translation>Metadatenschlüssel %1 ist leer</translation>
    </message>
    <message>
        <source>the key %1 occurs twice</source>
        <translation>der Schlüssel %1 kommt zweimal vor</translation>
    </message>
    <message>
        <source>tensor %1</source>
        <translation>Tensor %1</translation>
    </message>
    <message>
        <source>tensor '%1'</source>
        <translation>Tensor '%1'</translation>
    </message>
    <message>
        <source>%1 has no name</source>
        <translation>%1 hat keinen Namen</translation>
    </message>
    <message>
        <source>%1 has %2 dimensions, more than the 4 of the format</source>
        <translation>%1 hat %2 Dimensionen, mehr als die 4 des Formats</translation>
    </message>
    <message>
        <source>%1 claims a dimension of %2</source>
        <translation>%1 beansprucht eine Dimension von %2</translation>
    </message>
    <message>
        <source>the shape of %1 is beyond any memory</source>
        <translation>die Form von %1 übersteigt jeden Speicher</translation>
    </message>
    <message>
        <source>%1 is stored as %2, which cannot be read</source>
        <translation>%1 ist als %2 gespeichert, das nicht lesbar ist</translation>
    </message>
    <message>
        <source>unknown type %1</source>
        <translation>unbekannter Typ %1</translation>
    </message>
    <message>
        <source>Use a file quantised as Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K or Q6_K, or as F16, BF16 or F32.</source>
        <translation>Eine Datei nehmen, die als Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K oder Q6_K quantisiert ist, oder F16, BF16 oder F32.</translation>
    </message>
    <message>
        <source>rows of %1 are not whole blocks of %2</source>
        <translation>Zeilen von %1 sind keine ganzen Blöcke von %2</translation>
    </message>
    <message>
        <source>general.alignment is not a power of two</source>
        <translation>general.alignment ist keine Zweierpotenz</translation>
    </message>
    <message>
        <source>the header</source>
        <translation>dem Kopf</translation>
    </message>
    <message>
        <source>does not start with 'GGUF'</source>
        <translation>beginnt nicht mit 'GGUF'</translation>
    </message>
    <message>
        <source>Check that this really is a GGUF file.</source>
        <translation>Prüfen, ob das wirklich eine GGUF-Datei ist.</translation>
    </message>
    <message>
        <source>is a big-endian GGUF file</source>
        <translation>ist eine Big-Endian-GGUF-Datei</translation>
    </message>
    <message>
        <source>Use the usual little-endian file.</source>
        <translation>Die übliche Little-Endian-Datei nehmen.</translation>
    </message>
    <message>
        <source>is GGUF version %1</source>
        <translation>ist GGUF in Version %1</translation>
    </message>
    <message>
        <source>Versions 2 and 3 are read; convert the model again with a current llama.cpp.</source>
        <translation>Gelesen werden die Versionen 2 und 3; das Modell mit einem aktuellen llama.cpp neu umwandeln.</translation>
    </message>
    <message>
        <source>claims %1 metadata keys</source>
        <translation>beansprucht %1 Metadatenschlüssel</translation>
    </message>
    <message>
        <source>claims %1 tensors</source>
        <translation>beansprucht %1 Tensoren</translation>
    </message>
    <message>
        <source>the tensor '%1' occurs twice</source>
        <translation>der Tensor '%1' kommt zweimal vor</translation>
    </message>
    <message>
        <source>ends before its tensor data</source>
        <translation>endet vor seinen Tensordaten</translation>
    </message>
    <message>
        <source>tensor '%1' is not aligned</source>
        <translation>Tensor '%1' ist nicht ausgerichtet</translation>
    </message>
    <message>
        <source>tensor '%1' reaches beyond the end of the file</source>
        <translation>Tensor '%1' reicht über das Ende der Datei hinaus</translation>
    </message>
    <message>
        <source>tensor '%1' overlaps another</source>
        <translation>Tensor '%1' überlappt einen anderen</translation>
    </message>
    <message>
        <source>lacks the matrix blk.0.ffn_up.weight</source>
        <translation>die Matrix blk.0.ffn_up.weight fehlt</translation>
    </message>
    <message>
        <source>is a mixture-of-experts model</source>
        <translation>ist ein Mixture-of-Experts-Modell</translation>
    </message>
    <message>
        <source>Choose a dense Llama model.</source>
        <translation>Ein dichtes Llama-Modell wählen.</translation>
    </message>
    <message>
        <source>is an OLMo 3 model, with sliding windows</source>
        <translation>ist ein OLMo-3-Modell, mit gleitenden Fenstern</translation>
    </message>
    <message>
        <source>Choose an OLMo 2 model.</source>
        <translation>Ein OLMo-2-Modell wählen.</translation>
    </message>
    <message>
        <source>lacks the F32 tensor %1</source>
        <translation>der F32-Tensor %1 fehlt</translation>
    </message>
    <message>
        <source>models of type &quot;%1&quot; cannot be written as GGUF</source>
        <translation>Modelle der Art &quot;%1&quot; lassen sich nicht als GGUF schreiben</translation>
    </message>
    <message>
        <source>Known are %1. Export it merged and use llama.cpp's convert_hf_to_gguf.py.</source>
        <translation>Bekannt sind %1. Zusammengeführt exportieren und convert_hf_to_gguf.py von llama.cpp nehmen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no place in a GGUF file of the architecture &quot;%2&quot;</source>
        <translation>&quot;%1&quot; hat keinen Platz in einer GGUF-Datei der Architektur &quot;%2&quot;</translation>
    </message>
    <message>
        <source>Export it merged instead.</source>
        <translation>Stattdessen zusammengeführt exportieren.</translation>
    </message>
    <message>
        <source>rope scaling &quot;%1&quot; cannot be written as GGUF</source>
        <translation>die Rope-Skalierung &quot;%1&quot; lässt sich nicht als GGUF schreiben</translation>
    </message>
    <message>
        <source>Export it merged and use llama.cpp's convert_hf_to_gguf.py.</source>
        <translation>Zusammengeführt exportieren und convert_hf_to_gguf.py von llama.cpp nehmen.</translation>
    </message>
    <message>
        <source>lacks the number '%1.rope.scaling.%2'</source>
        <translation>die Zahl '%1.rope.scaling.%2' fehlt</translation>
    </message>
    <message>
        <source>rope_freqs.weight is not stored as F32</source>
        <translation>rope_freqs.weight ist nicht als F32 gespeichert</translation>
    </message>
    <message>
        <source>its rotary frequencies (rope_freqs.weight) follow no known rule</source>
        <translation>seine Drehfrequenzen (rope_freqs.weight) folgen keiner bekannten Regel</translation>
    </message>
    <message>
        <source>Use the Hugging Face folder of this model.</source>
        <translation>Den Hugging-Face-Ordner dieses Modells nehmen.</translation>
    </message>
    <message>
        <source>its rotary scaling %1 is not known</source>
        <translation>seine Rope-Skalierung %1 ist nicht bekannt</translation>
    </message>
    <message>
        <source>is an adapter, not a model</source>
        <translation>ist ein Adapter, kein Modell</translation>
    </message>
    <message>
        <source>Give the GGUF file of its base model.</source>
        <translation>Die GGUF-Datei seines Basismodells angeben.</translation>
    </message>
    <message>
        <source>does not say its architecture (general.architecture)</source>
        <translation>nennt seine Architektur nicht (general.architecture)</translation>
    </message>
    <message>
        <source>has the architecture '%1'</source>
        <translation>hat die Architektur '%1'</translation>
    </message>
    <message>
        <source>GGUF files of these architectures are read: %1. Or use the Hugging Face folder of the model.</source>
        <translation>Gelesen werden GGUF-Dateien dieser Architekturen: %1. Oder den Hugging-Face-Ordner des Modells nehmen.</translation>
    </message>
    <message>
        <source>is one part of a split model</source>
        <translation>ist ein Teil eines geteilten Modells</translation>
    </message>
    <message>
        <source>Join the parts first: llama-gguf-split --merge.</source>
        <translation>Erst die Teile zusammenfügen: llama-gguf-split --merge.</translation>
    </message>
    <message>
        <source>rows of '%1' cannot be put back in order</source>
        <translation>Zeilen von '%1' lassen sich nicht zurückordnen</translation>
    </message>
    <message>
        <source>lacks the value for %1</source>
        <translation>der Wert für %1 fehlt</translation>
    </message>
    <message>
        <source>has an impossible value for %1: %2</source>
        <translation>hat einen unmöglichen Wert für %1: %2</translation>
    </message>
    <message>
        <source>has impossible attention heads</source>
        <translation>hat unmögliche Attention-Köpfe</translation>
    </message>
    <message>
        <source>rotates only a part of each head</source>
        <translation>dreht nur einen Teil jedes Kopfes</translation>
    </message>
    <message>
        <source>has an impossible rope_theta</source>
        <translation>hat ein unmögliches rope_theta</translation>
    </message>
    <message>
        <source>lacks token_embd.weight, or its shape is wrong</source>
        <translation>token_embd.weight fehlt, oder dessen Form ist falsch</translation>
    </message>
    <message>
        <source>has the tensor '%1', which the architecture '%2' does not know</source>
        <translation>hat den Tensor '%1', den die Architektur '%2' nicht kennt</translation>
    </message>
    <message>
        <source>tensor '%1' does not divide into its heads</source>
        <translation>Tensor '%1' lässt sich nicht in seine Köpfe teilen</translation>
    </message>
    <message>
        <source>its layers differ in '%1.%2'</source>
        <translation>seine Schichten unterscheiden sich in '%1.%2'</translation>
    </message>
    <message>
        <source>Choose a model whose layers are alike.</source>
        <translation>Ein Modell mit gleichen Schichten wählen.</translation>
    </message>
    <message>
        <source>a text for the header is not valid UTF-8</source>
        <translation>ein Text für den Kopf ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>'%1' is no number</source>
        <translation>'%1' ist keine Zahl</translation>
    </message>
    <message>
        <source>'%1' is neither true nor false</source>
        <translation>'%1' ist weder true noch false</translation>
    </message>
    <message>
        <source>'%1' is no text</source>
        <translation>'%1' ist kein Text</translation>
    </message>
    <message>
        <source>'%1' is an array of arrays</source>
        <translation>'%1' ist eine Liste von Listen</translation>
    </message>
    <message>
        <source>'%1' is no array</source>
        <translation>'%1' ist keine Liste</translation>
    </message>
    <message>
        <source>'%1' does not fit its type: %2</source>
        <translation>'%1' passt nicht in seinen Typ: %2</translation>
    </message>
    <message>
        <source>general.alignment is no power of two from 8 to 65536</source>
        <translation>general.alignment ist keine Zweierpotenz von 8 bis 65536</translation>
    </message>
    <message>
        <source>tensor '%1' has no type or shape</source>
        <translation>Tensor '%1' hat keinen Typ oder keine Form</translation>
    </message>
    <message>
        <source>rows of tensor '%1' are not whole blocks of %2</source>
        <translation>Zeilen von Tensor '%1' sind keine ganzen Blöcke von %2</translation>
    </message>
    <message>
        <source>the key '%1' is empty or occurs twice</source>
        <translation>der Schlüssel '%1' ist leer oder kommt zweimal vor</translation>
    </message>
    <message>
        <source>the tensor name '%1' is empty, too long or occurs twice</source>
        <translation>der Tensorname '%1' ist leer, zu lang oder kommt zweimal vor</translation>
    </message>
    <message>
        <source>tensor '%1' has not the bytes its shape and type need</source>
        <translation>Tensor '%1' hat nicht die Bytes, die Form und Typ brauchen</translation>
    </message>
    <message>
        <source>is not a JSON object</source>
        <translation>ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>Restore the original file of the model.</source>
        <translation>Die ursprüngliche Datei des Modells wiederherstellen.</translation>
    </message>
    <message>
        <source>the weights are a pickle (%1), which can run any program when it is opened; Paretune never opens one</source>
        <translation>die Gewichte sind ein Pickle (%1), das beim Öffnen jedes Programm ausführen kann; Paretune öffnet nie eines</translation>
    </message>
    <message>
        <source>Convert the model to safetensors: model.save_pretrained(folder, safe_serialization=True), or fetch a revision that has them.</source>
        <translation>Das Modell in safetensors umwandeln: model.save_pretrained(folder, safe_serialization=True), oder eine Revision holen, die sie hat.</translation>
    </message>
    <message>
        <source>has no model.safetensors and no model.safetensors.index.json</source>
        <translation>hat weder model.safetensors noch model.safetensors.index.json</translation>
    </message>
    <message>
        <source>Check that the download is complete.</source>
        <translation>Prüfen, ob vollständig heruntergeladen wurde.</translation>
    </message>
    <message>
        <source>is a PEFT adapter, not a model</source>
        <translation>ist ein PEFT-Adapter, kein Modell</translation>
    </message>
    <message>
        <source>Give its base model here, and this folder as the adapter.</source>
        <translation>Hier sein Basismodell angeben, und diesen Ordner als Adapter.</translation>
    </message>
    <message>
        <source>has no config.json</source>
        <translation>hat keine config.json</translation>
    </message>
    <message>
        <source>Give the folder of a Hugging Face model (config.json and safetensors files), or a .gguf file.</source>
        <translation>Den Ordner eines Hugging-Face-Modells angeben (config.json und safetensors-Dateien), oder eine .gguf-Datei.</translation>
    </message>
    <message>
        <source>does not say its model_type</source>
        <translation>nennt sein model_type nicht</translation>
    </message>
    <message>
        <source>Restore the original config.json of the model.</source>
        <translation>Die ursprüngliche config.json des Modells wiederherstellen.</translation>
    </message>
    <message>
        <source>an unknown method</source>
        <translation>eine unbekannte Methode</translation>
    </message>
    <message>
        <source>its weights are quantised by %1</source>
        <translation>seine Gewichte sind quantisiert durch %1</translation>
    </message>
    <message>
        <source>Use the unquantised model, or a GGUF file of it.</source>
        <translation>Das unquantisierte Modell nehmen, oder eine GGUF-Datei davon.</translation>
    </message>
    <message>
        <source>lacks the tensor '%1' that the index places in it</source>
        <translation>der Tensor '%1', den das Verzeichnis dorthin legt, fehlt</translation>
    </message>
    <message>
        <source>The files do not belong together; download the model again.</source>
        <translation>Die Dateien gehören nicht zusammen; das Modell noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>has no weight_map</source>
        <translation>hat keine weight_map</translation>
    </message>
    <message>
        <source>Download the index again.</source>
        <translation>Das Verzeichnis noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>the shard of tensor '%1' is not the name of a file in the model's folder: %2</source>
        <translation>der Teil mit Tensor '%1' ist kein Dateiname im Ordner des Modells: %2</translation>
    </message>
    <message>
        <source>Do not trust this model; download it from its publisher.</source>
        <translation>Diesem Modell nicht trauen; beim Herausgeber herunterladen.</translation>
    </message>
    <message>
        <source>the shard %1 is not a safetensors file</source>
        <translation>der Teil %1 ist keine safetensors-Datei</translation>
    </message>
    <message>
        <source>Convert the model to safetensors.</source>
        <translation>Das Modell in safetensors umwandeln.</translation>
    </message>
    <message>
        <source>Convert the model to safetensors: model.save_pretrained(folder, safe_serialization=True).</source>
        <translation>Das Modell in safetensors umwandeln: model.save_pretrained(folder, safe_serialization=True).</translation>
    </message>
    <message>
        <source>two tensors are named '%1'</source>
        <translation>zwei Tensoren heißen '%1'</translation>
    </message>
    <message>
        <source>is a pickle, which can run any program when it is opened; Paretune never opens one</source>
        <translation>ist ein Pickle, das beim Öffnen jedes Programm ausführen kann; Paretune öffnet nie eines</translation>
    </message>
    <message>
        <source>The file is cut off or damaged; download or export it again.</source>
        <translation>Die Datei ist abgeschnitten oder beschädigt; noch einmal herunterladen oder exportieren.</translation>
    </message>
    <message>
        <source>the header has an object where none belongs, near '%1'</source>
        <translation>der Kopf hat ein Objekt, wo keines hingehört, nahe '%1'</translation>
    </message>
    <message>
        <source>tensor '%1' lacks dtype, shape or data_offsets</source>
        <translation>Tensor '%1' hat nicht dtype, shape und data_offsets</translation>
    </message>
    <message>
        <source>the name '%1' occurs twice</source>
        <translation>der Name '%1' kommt zweimal vor</translation>
    </message>
    <message>
        <source>the metadata key '%1' occurs twice</source>
        <translation>der Metadatenschlüssel '%1' kommt zweimal vor</translation>
    </message>
    <message>
        <source>a size of tensor '%1' is beyond 2^63</source>
        <translation>eine Größe von Tensor '%1' liegt über 2^63</translation>
    </message>
    <message>
        <source>tensor '%1' has more than 64 dimensions</source>
        <translation>Tensor '%1' hat mehr als 64 Dimensionen</translation>
    </message>
    <message>
        <source>negative number</source>
        <translation>negative Zahl</translation>
    </message>
    <message>
        <source>binary value</source>
        <translation>Binärwert</translation>
    </message>
    <message>
        <source>the header is not valid JSON at byte %1</source>
        <translation>der Kopf ist kein gültiges JSON bei Byte %1</translation>
    </message>
    <message>
        <source>the header has a %1 where none belongs, near '%2'</source>
        <translation>der Kopf hat etwas (%1), das dort nicht hingehört, nahe '%2'</translation>
    </message>
    <message>
        <source>is too short to be a safetensors file (%1 bytes)</source>
        <translation>ist zu kurz für eine safetensors-Datei (%1 Byte)</translation>
    </message>
    <message>
        <source>claims a header of %1 bytes</source>
        <translation>beansprucht einen Kopf von %1 Byte</translation>
    </message>
    <message>
        <source>Check that this really is a safetensors file.</source>
        <translation>Prüfen, ob das wirklich eine safetensors-Datei ist.</translation>
    </message>
    <message>
        <source>ends inside its header</source>
        <translation>endet in seinem Kopf</translation>
    </message>
    <message>
        <source>the header does not start with '{'</source>
        <translation>der Kopf beginnt nicht mit '{'</translation>
    </message>
    <message>
        <source>data_offsets of tensor '%1' is not a pair</source>
        <translation>data_offsets von Tensor '%1' ist kein Paar</translation>
    </message>
    <message>
        <source>tensor '%1' has the unknown type '%2'</source>
        <translation>Tensor '%1' hat den unbekannten Typ '%2'</translation>
    </message>
    <message>
        <source>Use a model stored as F32, F16 or BF16.</source>
        <translation>Ein Modell nehmen, das als F32, F16 oder BF16 gespeichert ist.</translation>
    </message>
    <message>
        <source>the shape of tensor '%1' is beyond any memory</source>
        <translation>die Form von Tensor '%1' übersteigt jeden Speicher</translation>
    </message>
    <message>
        <source>tensor '%1' has %2 bytes where its shape and type need %3</source>
        <translation>Tensor '%1' hat %2 Byte, Form und Typ brauchen %3</translation>
    </message>
    <message>
        <source>has %1 bytes that belong to no tensor</source>
        <translation>hat %1 Byte, die zu keinem Tensor gehören</translation>
    </message>
    <message>
        <source>a name or metadata value is not valid UTF-8</source>
        <translation>ein Name oder Metadatenwert ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>Rename it.</source>
        <translation>Umbenennen.</translation>
    </message>
    <message>
        <source>too many tensors for one safetensors file</source>
        <translation>zu viele Tensoren für eine safetensors-Datei</translation>
    </message>
    <message>
        <source>values of type '%1' cannot be read as numbers</source>
        <translation>Werte vom Typ '%1' sind nicht als Zahlen lesbar</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>eval rows</source>
        <translation>Prüfzeilen</translation>
    </message>
    <message>
        <source>train rows</source>
        <translation>Trainingszeilen</translation>
    </message>
    <message>
        <source>%1 of %2 modules are unchanged by training, %3 first among them.</source>
        <translation>%1 von %2 Modulen hat das Training nicht geändert, darunter als erstes %3.</translation>
    </message>
    <message>
        <source>tensor &quot;%1&quot; is missing</source>
        <translation>Tensor &quot;%1&quot; fehlt</translation>
    </message>
    <message>
        <source>tensor &quot;%1&quot; has another shape or type</source>
        <translation>Tensor &quot;%1&quot; hat eine andere Form oder einen anderen Typ</translation>
    </message>
    <message>
        <source>%1 was changed</source>
        <translation>%1 wurde geändert</translation>
    </message>
    <message>
        <source>names a file outside of its folder</source>
        <translation>nennt eine Datei außerhalb seines Ordners</translation>
    </message>
    <message>
        <source>%1 was cut off</source>
        <translation>%1 ist abgeschnitten</translation>
    </message>
    <message>
        <source>%1 was changed or cut off</source>
        <translation>%1 wurde geändert oder abgeschnitten</translation>
    </message>
    <message>
        <source>rank 0's state came incomplete</source>
        <translation>der Stand von Rang 0 kam unvollständig an</translation>
    </message>
    <message>
        <source>the file read back is not what was written</source>
        <translation>die zurückgelesene Datei ist nicht, was geschrieben wurde</translation>
    </message>
    <message>
        <source>The disk or its connection may be failing: check it, or write to another disk.</source>
        <translation>Vielleicht versagt die Platte oder ihre Verbindung: prüfen Sie sie, oder schreiben Sie auf eine andere Platte.</translation>
    </message>
    <message>
        <source>the condition of a loop asks for the next item of that loop</source>
        <translation>die Bedingung einer Schleife fragt nach dem nächsten Element derselben Schleife</translation>
    </message>
    <message>
        <source>Not bit-identical to a run without a break: the checkpoint was made with %1 %2, here it is %3. The last digits may differ from here on.</source>
        <translation>Nicht bitgleich mit einem Lauf ohne Unterbrechung: der Sicherungspunkt wurde mit %1 %2 gemacht, hier ist es %3. Die letzten Stellen können von hier an abweichen.</translation>
    </message>
    <message>
        <source>Checkpoint step-%1 is damaged and was passed over: %2</source>
        <translation>Sicherungspunkt step-%1 ist beschädigt und wurde übergangen: %2</translation>
    </message>
    <message>
        <source>Checkpoint step-%1 was made with other settings and was passed over.</source>
        <translation>Sicherungspunkt step-%1 wurde mit anderen Einstellungen gemacht und wurde übergangen.</translation>
    </message>
    <message>
        <source>the checkpoint was made with other settings</source>
        <translation>der Sicherungspunkt wurde mit anderen Einstellungen gemacht</translation>
    </message>
    <message>
        <source>Resume with the run's own run.json, or start a new run.</source>
        <translation>Mit der eigenen run.json des Laufs fortsetzen, oder einen neuen Lauf beginnen.</translation>
    </message>
    <message>
        <source>computes with other weights than rank 0: the model's file or its preparation differs. Use the same file on all machines.</source>
        <translation>rechnet mit anderen Gewichten als Rang 0: die Modelldatei oder ihre Vorbereitung ist verschieden. Auf allen Rechnern dieselbe Datei nehmen.</translation>
    </message>
    <message>
        <source>reads other rows than rank 0. Use the same data file on all machines.</source>
        <translation>liest andere Zeilen als Rang 0. Auf allen Rechnern dieselbe Datendatei nehmen.</translation>
    </message>
    <message>
        <source>has drifted: its adapter is not rank 0's any more. Use machines that compute alike, with the same number of threads each, and go on from a checkpoint.</source>
        <translation>ist abgedriftet: sein Adapter ist nicht mehr der von Rang 0. Rechner nehmen, die gleich rechnen, mit je gleich vielen Threads, und von einem Sicherungspunkt fortfahren.</translation>
    </message>
    <message>
        <source>VeLoRA takes its directions from the rows that a process sees, which differ between processes</source>
        <translation>VeLoRA nimmt seine Richtungen aus den Zeilen, die ein Prozess sieht, und die sind in jedem Prozess andere</translation>
    </message>
    <message>
        <source>Set it to &quot;random&quot;, or train in one process.</source>
        <translation>Auf &quot;random&quot; setzen oder in einem Prozess trainieren.</translation>
    </message>
    <message>
        <source>stopped while measuring drift</source>
        <translation>beim Messen der Abdrift angehalten</translation>
    </message>
    <message>
        <source>unknown metric &quot;%1&quot;</source>
        <translation>unbekannte Messgröße &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Known are loss, perplexity, exact_match, accuracy.</source>
        <translation>Bekannt sind loss, perplexity, exact_match, accuracy.</translation>
    </message>
    <message>
        <source>accuracy is for classifiers</source>
        <translation>accuracy ist für Klassifikatoren</translation>
    </message>
    <message>
        <source>Use exact_match, or an adapter whose task_type is SEQ_CLS.</source>
        <translation>exact_match nehmen, oder einen Adapter mit task_type SEQ_CLS.</translation>
    </message>
    <message>
        <source>there is no row to evaluate</source>
        <translation>es gibt keine Zeile zum Prüfen</translation>
    </message>
    <message>
        <source>stopped while evaluating</source>
        <translation>beim Prüfen angehalten</translation>
    </message>
    <message>
        <source>the prompt has no token</source>
        <translation>der Prompt hat kein Token</translation>
    </message>
    <message>
        <source>Write at least one character.</source>
        <translation>Mindestens ein Zeichen schreiben.</translation>
    </message>
    <message>
        <source>Score it on a file: paretune eval --metrics accuracy.</source>
        <translation>Auf einer Datei bewerten: paretune eval --metrics accuracy.</translation>
    </message>
    <message>
        <source>the prompt has %1 tokens, the model's context is %2</source>
        <translation>der Prompt hat %1 Token, der Kontext des Modells ist %2</translation>
    </message>
    <message>
        <source>Shorten it.</source>
        <translation>Kürzen.</translation>
    </message>
    <message>
        <source>stopped while answering</source>
        <translation>beim Antworten angehalten</translation>
    </message>
    <message>
        <source>adamw_8bit runs on the CPU only</source>
        <translation>adamw_8bit läuft nur auf der CPU</translation>
    </message>
    <message>
        <source>Use adamw.</source>
        <translation>adamw nehmen.</translation>
    </message>
    <message>
        <source>lora_fa finds no pair of lora_A and lora_B to train</source>
        <translation>lora_fa findet kein Paar aus lora_A und lora_B zum Trainieren</translation>
    </message>
    <message>
        <source>Use it with LORA, or another optimiser.</source>
        <translation>Mit LORA benutzen, oder einen anderen Optimierer nehmen.</translation>
    </message>
    <message>
        <source>lora_riemannian finds no pair of lora_A and lora_B to train</source>
        <translation>lora_riemannian findet kein Paar aus lora_A und lora_B zum Trainieren</translation>
    </message>
    <message>
        <source>unknown optimiser &quot;%1&quot;</source>
        <translation>unbekannter Optimierer &quot;%1&quot;</translation>
    </message>
    <message>
        <source>optimiser state lacks &quot;%1&quot;</source>
        <translation>dem Stand des Optimierers fehlt &quot;%1&quot;</translation>
    </message>
    <message>
        <source>optimiser state &quot;%1&quot; has another shape or type</source>
        <translation>der Stand des Optimierers &quot;%1&quot; hat eine andere Form oder einen anderen Typ</translation>
    </message>
    <message>
        <source>the same step in smaller parts</source>
        <translation>derselbe Schritt in kleineren Teilen</translation>
    </message>
    <message>
        <source>moments in 8 bits</source>
        <translation>Momente in 8 Bit</translation>
    </message>
    <message>
        <source>frozen weights in fewer bits, a little less exact</source>
        <translation>eingefrorene Gewichte in weniger Bit, etwas ungenauer</translation>
    </message>
    <message>
        <source>fewer trained numbers</source>
        <translation>weniger trainierte Zahlen</translation>
    </message>
    <message>
        <source>longer rows are cut</source>
        <translation>längere Zeilen werden gekürzt</translation>
    </message>
    <message>
        <source>No setting makes it fit: the smallest of %1 tried needs %2, %3 more than is free. Use a smaller model or a machine with more memory.</source>
        <translation>Keine Einstellung macht es passend: die kleinste von %1 versuchten braucht %2, %3 mehr als frei ist. Ein kleineres Modell nehmen oder einen Rechner mit mehr Speicher.</translation>
    </message>
    <message>
        <source>FULL trains every weight, and quantised ones cannot be trained</source>
        <translation>FULL trainiert jedes Gewicht, und quantisierte lassen sich nicht trainieren</translation>
    </message>
    <message>
        <source>Use null, or another method such as LORA.</source>
        <translation>null nehmen, oder eine andere Methode wie LORA.</translation>
    </message>
    <message>
        <source>row %1 has %2 tokens, the model's context is %3</source>
        <translation>Zeile %1 hat %2 Token, der Kontext des Modells ist %3</translation>
    </message>
    <message>
        <source>Set data.max_length to %1 or less.</source>
        <translation>data.max_length auf %1 oder weniger setzen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; holds values that are not finite</source>
        <translation>&quot;%1&quot; enthält Werte, die nicht endlich sind</translation>
    </message>
    <message>
        <source>Resume from the last checkpoint with a lower learning rate.</source>
        <translation>Vom letzten Sicherungspunkt mit niedrigerer Lernrate fortsetzen.</translation>
    </message>
    <message>
        <source>The checkpoint could not be saved, the earlier one is kept: %1</source>
        <translation>Der Sicherungspunkt konnte nicht gespeichert werden, der frühere bleibt: %1</translation>
    </message>
    <message>
        <source>unknown schedule &quot;%1&quot;</source>
        <translation>unbekannter Zeitplan &quot;%1&quot;</translation>
    </message>
    <message>
        <source>tensor &quot;%1&quot; has type %2</source>
        <translation>Tensor &quot;%1&quot; hat den Typ %2</translation>
    </message>
    <message>
        <source>tensor &quot;%1&quot; has a wrong size</source>
        <translation>Tensor &quot;%1&quot; hat eine falsche Größe</translation>
    </message>
    <message>
        <source>adapter report</source>
        <translation>Adapterbericht</translation>
    </message>
    <message>
        <source>What the adapter changes could not be measured: %1</source>
        <translation>Was der Adapter ändert, konnte nicht gemessen werden: %1</translation>
    </message>
    <message>
        <source>an adapter that repeats layers must be the only one on its model</source>
        <translation>ein Adapter, der Schichten wiederholt, muss der einzige auf seinem Modell sein</translation>
    </message>
    <message>
        <source>Load it first and alone.</source>
        <translation>Zuerst und allein laden.</translation>
    </message>
    <message>
        <source>[%1, %2] is no range of the model's %3 layers</source>
        <translation>[%1, %2] ist kein Bereich der %3 Schichten des Modells</translation>
    </message>
    <message>
        <source>Give the first layer and the one after the last.</source>
        <translation>Die erste Schicht angeben und die nach der letzten.</translation>
    </message>
    <message>
        <source>leaves no layer</source>
        <translation>lässt keine Schicht übrig</translation>
    </message>
    <message>
        <source>Name at least one range.</source>
        <translation>Mindestens einen Bereich nennen.</translation>
    </message>
    <message>
        <source>layers of models of type &quot;%1&quot; cannot be repeated</source>
        <translation>Schichten von Modellen der Art &quot;%1&quot; lassen sich nicht wiederholen</translation>
    </message>
    <message>
        <source>Use a Llama model.</source>
        <translation>Ein Llama-Modell nehmen.</translation>
    </message>
    <message>
        <source>the model was opened without a tokenizer, so a text cannot be turned into tokens</source>
        <translation>das Modell wurde ohne Tokenizer geöffnet, Text lässt sich also nicht in Token wandeln</translation>
    </message>
    <message>
        <source>config.json asks for %1 numbers or more, the tensors have %2</source>
        <translation>config.json verlangt %1 Zahlen oder mehr, die Tensoren haben %2</translation>
    </message>
    <message>
        <source>The weights and config.json belong to different models, or the download is incomplete.</source>
        <translation>Gewichte und config.json gehören zu verschiedenen Modellen, oder es wurde nicht vollständig heruntergeladen.</translation>
    </message>
    <message>
        <source>activation_function &quot;%1&quot; is not supported</source>
        <translation>activation_function &quot;%1&quot; wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Supported are gelu_new and gelu.</source>
        <translation>Unterstützt werden gelu_new und gelu.</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: true is not supported</source>
        <translation>&quot;%1&quot;: true wird nicht unterstützt</translation>
    </message>
    <message>
        <source>a sample is longer than the model's %1 positions</source>
        <translation>eine Probe ist länger als die %1 Positionen des Modells</translation>
    </message>
    <message>
        <source>Lower max_length.</source>
        <translation>max_length senken.</translation>
    </message>
    <message>
        <source>&quot;partial_rotary_factor&quot; leaves no even part of each head</source>
        <translation>&quot;partial_rotary_factor&quot; lässt keinen geraden Teil jedes Kopfes</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: &quot;%2&quot; is not supported</source>
        <translation>&quot;%1&quot;: &quot;%2&quot; wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Supported are silu, gelu and gelu_pytorch_tanh.</source>
        <translation>Unterstützt werden silu, gelu und gelu_pytorch_tanh.</translation>
    </message>
    <message>
        <source>&quot;layer_types&quot; does not name a type for each of the %1 layers</source>
        <translation>&quot;layer_types&quot; nennt nicht für jede der %1 Schichten einen Typ</translation>
    </message>
    <message>
        <source>Check that the model folder is complete.</source>
        <translation>Prüfen, ob der Modellordner vollständig ist.</translation>
    </message>
    <message>
        <source>&quot;layer_types&quot; names %1</source>
        <translation>&quot;layer_types&quot; nennt %1</translation>
    </message>
    <message>
        <source>Supported are full_attention and sliding_attention.</source>
        <translation>Unterstützt werden full_attention und sliding_attention.</translation>
    </message>
    <message>
        <source>&quot;sliding_window&quot; must be a positive whole number or null, not %1</source>
        <translation>&quot;sliding_window&quot; muss eine positive ganze Zahl oder null sein, nicht %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be a positive number or null</source>
        <translation>&quot;%1&quot; muss eine positive Zahl oder null sein</translation>
    </message>
    <message>
        <source>&quot;use_bidirectional_attention&quot;: true is not supported</source>
        <translation>&quot;use_bidirectional_attention&quot;: true wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Use a model that reads from left to right.</source>
        <translation>Ein Modell nehmen, das von links nach rechts liest.</translation>
    </message>
    <message>
        <source>rope scaling lacks the number &quot;%1&quot;</source>
        <translation>der Rope-Skalierung fehlt die Zahl &quot;%1&quot;</translation>
    </message>
    <message>
        <source>&quot;%1&quot; of the rope scaling must be a list of %2 numbers</source>
        <translation>&quot;%1&quot; der Rope-Skalierung muss eine Liste von %2 Zahlen sein</translation>
    </message>
    <message>
        <source>rope scaling &quot;%1&quot; is not supported</source>
        <translation>die Rope-Skalierung &quot;%1&quot; wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Known are default, linear, llama3, yarn and longrope.</source>
        <translation>Bekannt sind default, linear, llama3, yarn und longrope.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is missing or is no positive whole number</source>
        <translation>&quot;%1&quot; fehlt oder ist keine positive ganze Zahl</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be true or false</source>
        <translation>&quot;%1&quot; muss true oder false sein</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be a number</source>
        <translation>&quot;%1&quot; muss eine Zahl sein</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be a whole number of usual size</source>
        <translation>&quot;%1&quot; muss eine ganze Zahl üblicher Größe sein</translation>
    </message>
    <message>
        <source>a value is of the wrong kind: %1</source>
        <translation>ein Wert ist von falscher Art: %1</translation>
    </message>
    <message>
        <source>&quot;gguf&quot; keeps the blocks of a GGUF file, and the model is none: %1</source>
        <translation>&quot;gguf&quot; behält die Blöcke einer GGUF-Datei, und das Modell ist keine: %1</translation>
    </message>
    <message>
        <source>Use nf4 or int8 for this model, or a .gguf file of it.</source>
        <translation>Für dieses Modell nf4 oder int8 nehmen, oder eine .gguf-Datei davon.</translation>
    </message>
    <message>
        <source>models of type &quot;%1&quot; are not supported</source>
        <translation>Modelle der Art &quot;%1&quot; werden nicht unterstützt</translation>
    </message>
    <message>
        <source>Supported are: %1.</source>
        <translation>Unterstützt werden: %1.</translation>
    </message>
    <message>
        <source>&quot;model_type&quot; is missing</source>
        <translation>&quot;model_type&quot; fehlt</translation>
    </message>
    <message>
        <source>Check that this is a Hugging Face model folder.</source>
        <translation>Prüfen, ob das der Ordner eines Hugging-Face-Modells ist.</translation>
    </message>
    <message>
        <source>num_attention_heads is no multiple of num_key_value_heads</source>
        <translation>num_attention_heads ist kein Vielfaches von num_key_value_heads</translation>
    </message>
    <message>
        <source>head_dim must be even and positive</source>
        <translation>head_dim muss gerade und positiv sein</translation>
    </message>
    <message>
        <source>n_embd is no multiple of n_head</source>
        <translation>n_embd ist kein Vielfaches von n_head</translation>
    </message>
    <message>
        <source>max_position_embeddings must be positive</source>
        <translation>max_position_embeddings muss positiv sein</translation>
    </message>
    <message>
        <source>unknown kind %1</source>
        <translation>unbekannte Art %1</translation>
    </message>
    <message>
        <source>Known are nf4, int8, gguf and none.</source>
        <translation>Bekannt sind nf4, int8, gguf und none.</translation>
    </message>
    <message>
        <source>The file is incomplete or of another model; download it again.</source>
        <translation>Die Datei ist unvollständig oder von einem anderen Modell; noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>tensor &quot;%1&quot; has shape %2, config.json asks for %3</source>
        <translation>Tensor &quot;%1&quot; hat die Form %2, config.json verlangt %3</translation>
    </message>
    <message>
        <source>The weights and config.json belong to different models.</source>
        <translation>Gewichte und config.json gehören zu verschiedenen Modellen.</translation>
    </message>
    <message>
        <source>the system gives no random numbers</source>
        <translation>das System gibt keine Zufallszahlen</translation>
    </message>
    <message>
        <source>the store belongs to something else</source>
        <translation>die Sammelstelle gehört zu etwas anderem</translation>
    </message>
    <message>
        <source>Choose another MASTER_PORT.</source>
        <translation>Einen anderen MASTER_PORT wählen.</translation>
    </message>
    <message>
        <source>rank %1 cannot be reached at %2</source>
        <translation>Rang %1 ist unter %2 nicht zu erreichen</translation>
    </message>
    <message>
        <source>Check that no firewall stands between the machines.</source>
        <translation>Prüfen, ob keine Firewall zwischen den Rechnern steht.</translation>
    </message>
    <message>
        <source>stopped while waiting for the other processes</source>
        <translation>beim Warten auf die anderen Prozesse angehalten</translation>
    </message>
    <message>
        <source>not all processes came together in time</source>
        <translation>nicht alle Prozesse kamen rechtzeitig zusammen</translation>
    </message>
    <message>
        <source>Start all of them; see their messages.</source>
        <translation>Alle starten; siehe ihre Meldungen.</translation>
    </message>
    <message>
        <source>rank %1 refused the connection%2</source>
        <translation>Rang %1 lehnte die Verbindung ab%2</translation>
    </message>
    <message>
        <source>Check that no two processes have the same RANK, and start all of them anew.</source>
        <translation>Prüfen, ob keine zwei Prozesse denselben RANK haben, und alle neu starten.</translation>
    </message>
    <message>
        <source>is at another operation (%1 of %2 values, here it is %3 of %4)</source>
        <translation>ist bei einer anderen Rechnung (%1 von %2 Werten, hier ist es %3 von %4)</translation>
    </message>
    <message>
        <source>cannot be reached: %1</source>
        <translation>ist nicht zu erreichen: %1</translation>
    </message>
    <message>
        <source>has closed its connection</source>
        <translation>hat seine Verbindung geschlossen</translation>
    </message>
    <message>
        <source>cannot be resolved: %1</source>
        <translation>lässt sich nicht auflösen: %1</translation>
    </message>
    <message>
        <source>Check MASTER_ADDR and the machine's name.</source>
        <translation>MASTER_ADDR und den Namen des Rechners prüfen.</translation>
    </message>
    <message>
        <source>waiting for a connection failed</source>
        <translation>das Warten auf eine Verbindung ist gescheitert</translation>
    </message>
    <message>
        <source>port %1 cannot be opened on %2</source>
        <translation>Port %1 kann auf %2 nicht geöffnet werden</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>diesem Rechner</translation>
    </message>
    <message>
        <source>the other side does not read</source>
        <translation>die andere Seite liest nicht</translation>
    </message>
    <message>
        <source>the other side closed the connection</source>
        <translation>die andere Seite hat die Verbindung geschlossen</translation>
    </message>
    <message>
        <source>the other side sends nothing</source>
        <translation>die andere Seite sendet nichts</translation>
    </message>
    <message>
        <source>cannot be reached from this machine</source>
        <translation>ist von diesem Rechner nicht zu erreichen</translation>
    </message>
    <message>
        <source>Check MASTER_ADDR and the network.</source>
        <translation>MASTER_ADDR und das Netz prüfen.</translation>
    </message>
    <message>
        <source>not all processes came together in time: nobody has said &quot;%1&quot;</source>
        <translation>nicht alle Prozesse kamen rechtzeitig zusammen: niemand hat &quot;%1&quot; gesagt</translation>
    </message>
    <message>
        <source>Start all of them with the same WORLD_SIZE, MASTER_ADDR and MASTER_PORT; PARETUNE_JOIN_TIMEOUT sets how many seconds to wait.</source>
        <translation>Alle mit gleichen WORLD_SIZE, MASTER_ADDR und MASTER_PORT starten; PARETUNE_JOIN_TIMEOUT sagt, wie viele Sekunden gewartet wird.</translation>
    </message>
    <message>
        <source>nobody answers at %1:%2</source>
        <translation>niemand antwortet unter %1:%2</translation>
    </message>
    <message>
        <source>Check MASTER_ADDR and MASTER_PORT, and that rank 0 has started.</source>
        <translation>MASTER_ADDR und MASTER_PORT prüfen, und ob Rang 0 gestartet ist.</translation>
    </message>
    <message>
        <source>the processes' store cannot be used: %1</source>
        <translation>die Sammelstelle der Prozesse ist nicht nutzbar: %1</translation>
    </message>
    <message>
        <source>Check that the process there is of the same job.</source>
        <translation>Prüfen, ob der Prozess dort zum selben Auftrag gehört.</translation>
    </message>
    <message>
        <source>has not been heard of for %1 s: it hangs, or the network between does</source>
        <translation>ist seit %1 s nicht zu hören: er hängt oder das Netz dazwischen</translation>
    </message>
    <message>
        <source>has ended: its connection closed</source>
        <translation>ist beendet: seine Verbindung wurde geschlossen</translation>
    </message>
    <message>
        <source>has ended: %1</source>
        <translation>ist beendet: %1</translation>
    </message>
    <message>
        <source>rank %1 %2</source>
        <translation>Rang %1 %2</translation>
    </message>
    <message>
        <source>was stopped</source>
        <translation>wurde angehalten</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>ist gescheitert: %1</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>missing: %1</source>
        <translation>es fehlen: %1</translation>
    </message>
    <message>
        <source>%1of another shape: %2</source>
        <translation>%1von anderer Form: %2</translation>
    </message>
    <message>
        <source>%1unexpected: %2</source>
        <translation>%1unerwartet: %2</translation>
    </message>
    <message>
        <source>%1 %2 instead of %3</source>
        <translation>%1 %2 statt %3</translation>
    </message>
    <message>
        <source>the adapter's tensors do not fit the model and adapter_config.json: %1</source>
        <translation>die Tensoren des Adapters passen nicht zum Modell und zur adapter_config.json: %1</translation>
    </message>
    <message>
        <source>Check that the adapter was made for this model and that both files belong together.</source>
        <translation>Prüfen, ob der Adapter für dieses Modell gemacht wurde und beide Dateien zusammengehören.</translation>
    </message>
    <message>
        <source>there is no activation &quot;%1&quot;</source>
        <translation>es gibt keine Aktivierung &quot;%1&quot;</translation>
    </message>
    <message>
        <source>%1 cannot be merged into the model</source>
        <translation>%1 lässt sich nicht in das Modell einrechnen</translation>
    </message>
    <message>
        <source>Export the adapter instead.</source>
        <translation>Stattdessen den Adapter exportieren.</translation>
    </message>
    <message>
        <source>the merged weight of &quot;%1&quot; is not finite</source>
        <translation>das zusammengeführte Gewicht von &quot;%1&quot; ist nicht endlich</translation>
    </message>
    <message>
        <source>The adapter is broken; use an earlier checkpoint.</source>
        <translation>Der Adapter ist kaputt; einen früheren Sicherungspunkt nehmen.</translation>
    </message>
    <message>
        <source>an embedding</source>
        <translation>eine Einbettung</translation>
    </message>
    <message>
        <source>a normalisation layer</source>
        <translation>eine Normierungsschicht</translation>
    </message>
    <message>
        <source>a group of modules</source>
        <translation>eine Gruppe von Modulen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is %2, which %3 cannot adapt</source>
        <translation>&quot;%1&quot; ist %2; das kann %3 nicht anpassen</translation>
    </message>
    <message>
        <source>Name linear layers%1, for example &quot;q_proj&quot; or &quot;all-linear&quot;.</source>
        <translation>Lineare Schichten%1 nennen, zum Beispiel &quot;q_proj&quot; oder &quot;all-linear&quot;.</translation>
    </message>
    <message>
        <source> or the embedding</source>
        <translation> oder die Einbettung</translation>
    </message>
    <message>
        <source>chooses only modules that PEFT's %1 leaves as they are</source>
        <translation>wählt nur Module, die %1 in PEFT lässt, wie sie sind</translation>
    </message>
    <message>
        <source>Use a method that adapts such layers, LORA for example.</source>
        <translation>Eine Methode nehmen, die solche Schichten anpasst, zum Beispiel LORA.</translation>
    </message>
    <message>
        <source>Is about convolutions, which language models do not have; without effect on %1 here.</source>
        <translation>Betrifft Faltungen, die Sprachmodelle nicht haben; hier ohne Wirkung auf %1.</translation>
    </message>
    <message>
        <source>must be an object of module names and values, not %1</source>
        <translation>muss ein Objekt aus Modulnamen und Werten sein, nicht %1</translation>
    </message>
    <message>
        <source>positive whole number</source>
        <translation>positive ganze Zahl</translation>
    </message>
    <message>
        <source>has no token</source>
        <translation>hat kein Token</translation>
    </message>
    <message>
        <source>Write a text.</source>
        <translation>Einen Text schreiben.</translation>
    </message>
    <message>
        <source>has the token %1, which the model does not know</source>
        <translation>hat das Token %1, das das Modell nicht kennt</translation>
    </message>
    <message>
        <source>Name the model's own tokenizer in tokenizer_name_or_path.</source>
        <translation>In tokenizer_name_or_path den eigenen Tokenizer des Modells nennen.</translation>
    </message>
    <message>
        <source>Start from random values (RANDOM), from embeddings of random tokens (SAMPLE_VOCAB) or from those of a text (TEXT)%1.</source>
        <translation>Anfang mit zufälligen Werten (RANDOM), mit den Einbettungen zufälliger Token (SAMPLE_VOCAB) oder denen eines Textes (TEXT)%1.</translation>
    </message>
    <message>
        <source>must be given with &quot;prompt_tuning_init&quot;: &quot;TEXT&quot;</source>
        <translation>muss mit &quot;prompt_tuning_init&quot;: &quot;TEXT&quot; angegeben werden</translation>
    </message>
    <message>
        <source>must be an object, not %1</source>
        <translation>muss ein Objekt sein, nicht %1</translation>
    </message>
    <message>
        <source>is only for &quot;prompt_tuning_init&quot;: &quot;TEXT&quot;</source>
        <translation>gilt nur für &quot;prompt_tuning_init&quot;: &quot;TEXT&quot;</translation>
    </message>
    <message>
        <source>%1 has no weights to merge into the model</source>
        <translation>%1 hat keine Gewichte, die sich in das Modell einrechnen ließen</translation>
    </message>
    <message>
        <source>is %1 but must be %2 for this model</source>
        <translation>ist %1, muss für dieses Modell aber %2 sein</translation>
    </message>
    <message>
        <source>must be given</source>
        <translation>muss angegeben werden</translation>
    </message>
    <message>
        <source>Write for example &quot;num_virtual_tokens&quot;: 20.</source>
        <translation>Zum Beispiel &quot;num_virtual_tokens&quot;: 20 schreiben.</translation>
    </message>
    <message>
        <source>names the token embedding, which PEFT reads past its trained copy with this method</source>
        <translation>nennt die Tokeneinbettung, die PEFT mit dieser Methode an ihrer trainierten Kopie vorbei liest</translation>
    </message>
    <message>
        <source>Take &quot;%1&quot; out.</source>
        <translation>&quot;%1&quot; herausnehmen.</translation>
    </message>
    <message>
        <source>the model has a prompt adapter already</source>
        <translation>das Modell hat schon einen Prompt-Adapter</translation>
    </message>
    <message>
        <source>Take the other adapter away first.</source>
        <translation>Erst den anderen Adapter abnehmen.</translation>
    </message>
    <message>
        <source>chooses no linear layer</source>
        <translation>wählt keine lineare Schicht</translation>
    </message>
    <message>
        <source>Name linear layers, for example &quot;q_proj&quot; or &quot;all-linear&quot;.</source>
        <translation>Lineare Schichten nennen, zum Beispiel &quot;q_proj&quot; oder &quot;all-linear&quot;.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a Conv1D layer, which PEFT's %2 does not adapt</source>
        <translation>&quot;%1&quot; ist eine Conv1D-Schicht, die %2 in PEFT nicht anpasst</translation>
    </message>
    <message>
        <source>cannot be combined with layers_to_transform or layers_pattern when it is one text</source>
        <translation>ist als einzelner Text nicht mit layers_to_transform oder layers_pattern vereinbar</translation>
    </message>
    <message>
        <source>Give a list of names, or put the layers into the expression.</source>
        <translation>Eine Liste von Namen angeben, oder die Schichten in den Ausdruck schreiben.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no regular expression: %2 at place %3</source>
        <translation>&quot;%1&quot; ist kein regulärer Ausdruck: %2 an Stelle %3</translation>
    </message>
    <message>
        <source>Correct the expression, or give a list of module names.</source>
        <translation>Den Ausdruck berichtigen, oder eine Liste von Modulnamen angeben.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be matched with &quot;%2&quot;: %3</source>
        <translation>&quot;%1&quot; lässt sich nicht mit &quot;%2&quot; vergleichen: %3</translation>
    </message>
    <message>
        <source>Use a simpler expression.</source>
        <translation>Einen einfacheren Ausdruck nehmen.</translation>
    </message>
    <message>
        <source>Biases of the model to train too: none, all, or those of the adapted layers (%1).</source>
        <translation>Bias-Werte des Modells, die mittrainiert werden: keine (none), alle (all) oder die der angepassten Schichten (%1).</translation>
    </message>
    <message>
        <source>is %1 for &quot;%2&quot;, which has %3 entries</source>
        <translation>ist %1 für &quot;%2&quot;, das %3 Einträge hat</translation>
    </message>
    <message>
        <source>Choose a number from 1 to %1, or set this layer's in n_frequency_pattern.</source>
        <translation>Eine Zahl von 1 bis %1 wählen, oder die dieser Schicht in n_frequency_pattern setzen.</translation>
    </message>
    <message>
        <source>must be a whole number or a list of whole numbers, not %1</source>
        <translation>muss eine ganze Zahl oder eine Liste ganzer Zahlen sein, nicht %1</translation>
    </message>
    <message>
        <source>there is no usual choice for models of type &quot;%1&quot;</source>
        <translation>für Modelle der Art &quot;%1&quot; gibt es keine übliche Wahl</translation>
    </message>
    <message>
        <source>Name the modules, for example [&quot;q_proj&quot;, &quot;v_proj&quot;], or &quot;all-linear&quot;.</source>
        <translation>Die Module nennen, zum Beispiel [&quot;q_proj&quot;, &quot;v_proj&quot;], oder &quot;all-linear&quot;.</translation>
    </message>
    <message>
        <source>no module is left: exclude_modules or modules_to_save take away what target_modules chooses</source>
        <translation>kein Modul bleibt: exclude_modules oder modules_to_save nehmen weg, was target_modules wählt</translation>
    </message>
    <message>
        <source>no module of the model matches %1</source>
        <translation>kein Modul des Modells passt auf %1</translation>
    </message>
    <message>
        <source> within layers_to_transform %1</source>
        <translation> in layers_to_transform %1</translation>
    </message>
    <message>
        <source> and layers_pattern %1</source>
        <translation> und layers_pattern %1</translation>
    </message>
    <message>
        <source>The model has: %1.</source>
        <translation>Das Modell hat: %1.</translation>
    </message>
    <message>
        <source>must be a text or a list of texts, not %1</source>
        <translation>muss ein Text oder eine Liste von Texten sein, nicht %1</translation>
    </message>
    <message>
        <source>must be a list of texts, not %1</source>
        <translation>muss eine Liste von Texten sein, nicht %1</translation>
    </message>
    <message>
        <source>needs layers_to_transform as well</source>
        <translation>braucht auch layers_to_transform</translation>
    </message>
    <message>
        <source>Set layers_to_transform, or remove layers_pattern.</source>
        <translation>layers_to_transform setzen oder layers_pattern entfernen.</translation>
    </message>
    <message>
        <source>the model has no module &quot;%1&quot;</source>
        <translation>das Modell hat kein Modul &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Name modules of the model, for example &quot;lm_head&quot; or &quot;embed_tokens&quot;.</source>
        <translation>Module des Modells nennen, zum Beispiel &quot;lm_head&quot; oder &quot;embed_tokens&quot;.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is targeted by the adapter too</source>
        <translation>&quot;%1&quot; wird auch vom Adapter angepasst</translation>
    </message>
    <message>
        <source>Take it out of one of the two lists.</source>
        <translation>Aus einer der beiden Listen herausnehmen.</translation>
    </message>
    <message>
        <source>must be a list of token ids, not %1</source>
        <translation>muss eine Liste von Tokennummern sein, nicht %1</translation>
    </message>
    <message>
        <source>%1 is no row of a layer with %2</source>
        <translation>%1 ist keine Zeile einer Schicht mit %2</translation>
    </message>
    <message>
        <source>Choose ids of this model's vocabulary; 'paretune tokenize' shows them.</source>
        <translation>Nummern aus dem Vokabular dieses Modells wählen; ‚paretune tokenize‘ zeigt sie.</translation>
    </message>
    <message>
        <source>has %1 twice</source>
        <translation>hat %1 zweimal</translation>
    </message>
    <message>
        <source>Name every token once.</source>
        <translation>Jedes Token einmal nennen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no rows that stand for tokens</source>
        <translation>&quot;%1&quot; hat keine Zeilen, die für Token stehen</translation>
    </message>
    <message>
        <source>Name the embedding or a linear layer.</source>
        <translation>Die Einbettung oder eine lineare Schicht nennen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be trained: the base model's linear layers are quantised</source>
        <translation>&quot;%1&quot; ist nicht zu trainieren: die linearen Schichten des Basismodells sind quantisiert</translation>
    </message>
    <message>
        <source>Load the model without quantization, or use a method that leaves the weights as they are, LORA for example.</source>
        <translation>Das Modell ohne quantization laden, oder eine Methode nehmen, die die Gewichte lässt, wie sie sind, zum Beispiel LORA.</translation>
    </message>
    <message>
        <source>%1 is beyond the numbers of fp32</source>
        <translation>%1 liegt außerhalb der Zahlen von fp32</translation>
    </message>
    <message>
        <source>Give a usual number.</source>
        <translation>Eine übliche Zahl angeben.</translation>
    </message>
    <message>
        <source>%1 does not train sequence classifiers</source>
        <translation>%1 trainiert keine Klassifikatoren</translation>
    </message>
    <message>
        <source>Use another method such as LORA.</source>
        <translation>Eine andere Methode wie LORA nehmen.</translation>
    </message>
    <message>
        <source>an adapter of a classifier must be the only one on its model</source>
        <translation>der Adapter eines Klassifikators muss der einzige auf seinem Modell sein</translation>
    </message>
    <message>
        <source>Load it alone.</source>
        <translation>Allein laden.</translation>
    </message>
    <message>
        <source>must be an object with the keys of adapter_config.json</source>
        <translation>muss ein Objekt mit den Schlüsseln von adapter_config.json sein</translation>
    </message>
    <message>
        <source>Write for example &quot;peft_type&quot;: &quot;LORA&quot;.</source>
        <translation>Zum Beispiel &quot;peft_type&quot;: &quot;LORA&quot; schreiben.</translation>
    </message>
    <message>
        <source>%1 is not known%2</source>
        <translation>%1 ist nicht bekannt%2</translation>
    </message>
    <message>
        <source>is %1; CAUSAL_LM and SEQ_CLS are trained here</source>
        <translation>ist %1; trainiert werden hier CAUSAL_LM und SEQ_CLS</translation>
    </message>
    <message>
        <source>Remove the key, or use an adapter of a causal language model or a sequence classifier.</source>
        <translation>Den Schlüssel entfernen, oder einen Adapter eines kausalen Sprachmodells oder eines Klassifikators nehmen.</translation>
    </message>
    <message>
        <source>%1 changes the base weights themselves, so it does not work on a quantised base</source>
        <translation>%1 ändert die Basisgewichte selbst und geht darum nicht auf quantisierter Basis</translation>
    </message>
    <message>
        <source>Load the model without quantization, or use another method such as LORA.</source>
        <translation>Das Modell ohne quantization laden, oder eine andere Methode wie LORA nehmen.</translation>
    </message>
    <message>
        <source>Compare the config with one that PEFT wrote.</source>
        <translation>Die Konfiguration mit einer von PEFT geschriebenen vergleichen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: %2 is not known for %3</source>
        <translation>&quot;%1&quot;: %2 ist für %3 nicht bekannt</translation>
    </message>
    <message>
        <source>The adapter needs a newer version of this program.</source>
        <translation>Der Adapter braucht eine neuere Version dieses Programms.</translation>
    </message>
    <message>
        <source>tensor &quot;%1&quot; has the type %2</source>
        <translation>Tensor &quot;%1&quot; hat den Typ %2</translation>
    </message>
    <message>
        <source>adapter_model.bin is a pickle file, which can run any code when it is read</source>
        <translation>adapter_model.bin ist eine Pickle-Datei, die beim Lesen jedes Programm ausführen kann</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>Load and save the adapter once with PEFT: it then writes adapter_model.safetensors.</source>
        <translation>Den Adapter einmal mit PEFT laden und speichern: dann schreibt es adapter_model.safetensors.</translation>
    </message>
    <message>
        <source>Name the folder that PEFT wrote.</source>
        <translation>Den Ordner nennen, den PEFT geschrieben hat.</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: %2 is more than its tensors can have</source>
        <translation>&quot;%1&quot;: %2 ist mehr, als seine Tensoren haben können</translation>
    </message>
    <message>
        <source>The files do not belong together; get the adapter again.</source>
        <translation>Die Dateien gehören nicht zusammen; den Adapter neu besorgen.</translation>
    </message>
    <message>
        <source>holds no head: there is no tensor &quot;score.weight&quot;</source>
        <translation>enthält keinen Kopf: es gibt keinen Tensor &quot;score.weight&quot;</translation>
    </message>
    <message>
        <source>Save the adapter again with PEFT, for a model that has &quot;score&quot;.</source>
        <translation>Den Adapter noch einmal mit PEFT speichern, für ein Modell mit &quot;score&quot;.</translation>
    </message>
    <message>
        <source>is no folder</source>
        <translation>ist kein Ordner</translation>
    </message>
    <message>
        <source>Name the folder with adapter_config.json.</source>
        <translation>Den Ordner mit adapter_config.json nennen.</translation>
    </message>
    <message>
        <source>Restore the files of the adapter as PEFT wrote them.</source>
        <translation>Die Dateien des Adapters so wiederherstellen, wie PEFT sie schrieb.</translation>
    </message>
    <message>
        <source>is a %1 adapter, the run asks for %2</source>
        <translation>ist ein Adapter der Art %1, der Lauf verlangt %2</translation>
    </message>
    <message>
        <source>Use the same peft_type, or another init_adapter.</source>
        <translation>Dasselbe peft_type nehmen, oder einen anderen init_adapter.</translation>
    </message>
    <message>
        <source>Turn it into a plain LoRA with 'paretune convert' first.</source>
        <translation>Erst mit ‚paretune convert‘ in ein einfaches LoRA umwandeln.</translation>
    </message>
    <message>
        <source>is a %1 adapter</source>
        <translation>ist ein Adapter der Art %1</translation>
    </message>
    <message>
        <source>moves the base (init_lora_weights &quot;%1&quot;), so it cannot be put beside others</source>
        <translation>verschiebt die Basis (init_lora_weights &quot;%1&quot;), passt also nicht neben andere</translation>
    </message>
    <message>
        <source>trains biases, which cannot be combined</source>
        <translation>trainiert Bias-Werte, die sich nicht verbinden lassen</translation>
    </message>
    <message>
        <source>two adapters bring a copy of &quot;%1&quot; (modules_to_save)</source>
        <translation>zwei Adapter bringen eine Kopie von &quot;%1&quot; mit (modules_to_save)</translation>
    </message>
    <message>
        <source>Combine adapters of which only one does.</source>
        <translation>Adapter verbinden, von denen das nur einer tut.</translation>
    </message>
    <message>
        <source>is no plain LoRA: it holds &quot;%1&quot;</source>
        <translation>ist kein einfaches LoRA: er enthält &quot;%1&quot;</translation>
    </message>
    <message>
        <source>the adapters have different ranks at &quot;%1&quot;</source>
        <translation>die Adapter haben bei &quot;%1&quot; verschiedene Ränge</translation>
    </message>
    <message>
        <source>Use the type cat or svd.</source>
        <translation>Die Art cat oder svd nehmen.</translation>
    </message>
    <message>
        <source>unknown combination &quot;%1&quot;</source>
        <translation>unbekannte Verbindung &quot;%1&quot;</translation>
    </message>
    <message>
        <source>no adapter is given</source>
        <translation>es ist kein Adapter angegeben</translation>
    </message>
    <message>
        <source>Name at least one adapter.</source>
        <translation>Mindestens einen Adapter nennen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; needs a density of 0 or more</source>
        <translation>&quot;%1&quot; braucht eine Dichte von 0 oder mehr</translation>
    </message>
    <message>
        <source>Give for example --density 0.5 to keep half of the values.</source>
        <translation>Zum Beispiel --density 0.5 angeben, um die Hälfte der Werte zu behalten.</translation>
    </message>
    <message>
        <source>must be above 0 for DARE, which divides by it</source>
        <translation>muss für DARE, das dadurch teilt, über 0 sein</translation>
    </message>
    <message>
        <source>Give for example 0.5.</source>
        <translation>Zum Beispiel 0.5 angeben.</translation>
    </message>
    <message>
        <source>must be total or frequency, not &quot;%1&quot;</source>
        <translation>muss total oder frequency sein, nicht &quot;%1&quot;</translation>
    </message>
    <message>
        <source>must lie between 0 and 1</source>
        <translation>muss zwischen 0 und 1 liegen</translation>
    </message>
    <message>
        <source>the adapters have different ranks, which &quot;%1&quot; cannot combine</source>
        <translation>die Adapter haben verschiedene Ränge, die &quot;%1&quot; nicht verbinden kann</translation>
    </message>
    <message>
        <source>Use cat or %1_svd.</source>
        <translation>cat oder %1_svd nehmen.</translation>
    </message>
    <message>
        <source>a rank of at least 1, or a threshold above 0 and up to 1, is needed</source>
        <translation>gebraucht wird ein Rang von mindestens 1, oder eine Schwelle über 0 und bis 1</translation>
    </message>
    <message>
        <source>Give for example --rank 16, or --threshold 0.99 to keep 99 % of each change.</source>
        <translation>Zum Beispiel --rank 16 angeben, oder --threshold 0.99, um 99 % jeder Änderung zu behalten.</translation>
    </message>
    <message>
        <source>%1 is no change of weights, so no LoRA can stand for it</source>
        <translation>%1 ist keine Änderung von Gewichten, kein LoRA kann also dafür stehen</translation>
    </message>
    <message>
        <source>Use the adapter as it is.</source>
        <translation>Den Adapter nehmen, wie er ist.</translation>
    </message>
    <message>
        <source>the adapter changes &quot;%1&quot;, which is no linear layer, so a plain LoRA cannot stand for it</source>
        <translation>der Adapter ändert &quot;%1&quot;, das keine lineare Schicht ist; ein einfaches LoRA kann also nicht dafür stehen</translation>
    </message>
    <message>
        <source>Export it merged, or as it is.</source>
        <translation>Zusammengeführt exportieren, oder wie er ist.</translation>
    </message>
    <message>
        <source>the adapter changes no linear layer</source>
        <translation>der Adapter ändert keine lineare Schicht</translation>
    </message>
    <message>
        <source>Train it first, or use the base model.</source>
        <translation>Erst trainieren, oder das Basismodell nehmen.</translation>
    </message>
    <message>
        <source>rank %1 is more than the layer &quot;%2&quot; can have (%3)</source>
        <translation>Rang %1 ist mehr, als die Schicht &quot;%2&quot; haben kann (%3)</translation>
    </message>
    <message>
        <source>Give a lower rank.</source>
        <translation>Einen niedrigeren Rang angeben.</translation>
    </message>
    <message>
        <source>AdaLoRA has no %1</source>
        <translation>AdaLoRA hat kein %1</translation>
    </message>
    <message>
        <source>%1 is not a way to start AdaLoRA</source>
        <translation>%1 ist kein Anfang für AdaLoRA</translation>
    </message>
    <message>
        <source>Give true or false.</source>
        <translation>true oder false angeben.</translation>
    </message>
    <message>
        <source>needs init_lora_weights true or false</source>
        <translation>braucht init_lora_weights true oder false</translation>
    </message>
    <message>
        <source>Say how many optimiser steps the whole run has; the rank schedule depends on it.</source>
        <translation>Angeben, wie viele Optimiererschritte der ganze Lauf hat; der Plan der Ränge hängt davon ab.</translation>
    </message>
    <message>
        <source>leaves no step between the first tinit and the last tfinal steps to drop ranks in</source>
        <translation>lässt zwischen den ersten tinit und den letzten tfinal Schritten keinen, in dem Ränge fallen</translation>
    </message>
    <message>
        <source>Lower tinit or tfinal, or raise total_step.</source>
        <translation>tinit oder tfinal senken, oder total_step anheben.</translation>
    </message>
    <message>
        <source>must not be negative</source>
        <translation>darf nicht negativ sein</translation>
    </message>
    <message>
        <source>The usual value is 0.85.</source>
        <translation>Der übliche Wert ist 0.85.</translation>
    </message>
    <message>
        <source>Take adapter_config.json as training wrote it, or remove the key.</source>
        <translation>adapter_config.json nehmen, wie das Training sie schrieb, oder den Schlüssel entfernen.</translation>
    </message>
    <message>
        <source>must be an object of lists of true and false</source>
        <translation>muss ein Objekt mit Listen aus true und false sein</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no adapted layer's lora_E</source>
        <translation>&quot;%1&quot; ist kein lora_E einer angepassten Schicht</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must have true or false for each of the init_r ranks</source>
        <translation>&quot;%1&quot; muss für jeden der init_r Ränge true oder false haben</translation>
    </message>
    <message>
        <source>tensor &quot;%1&quot; has another shape</source>
        <translation>Tensor &quot;%1&quot; hat eine andere Form</translation>
    </message>
    <message>
        <source>holds the rank allocation of some layers only</source>
        <translation>enthält die Verteilung der Ränge nur für einige Schichten</translation>
    </message>
    <message>
        <source>%1 is not a way to start AdaMSS</source>
        <translation>%1 ist kein Anfang für AdaMSS</translation>
    </message>
    <message>
        <source>Give &quot;orthogonal&quot; or null.</source>
        <translation>&quot;orthogonal&quot; oder null angeben.</translation>
    </message>
    <message>
        <source>must be above 0 with use_asa</source>
        <translation>muss mit use_asa über 0 sein</translation>
    </message>
    <message>
        <source>must be below final_warmup with use_asa</source>
        <translation>muss mit use_asa unter final_warmup liegen</translation>
    </message>
    <message>
        <source>Clusters stop being trained between the two.</source>
        <translation>Dazwischen hören Gruppen auf, trainiert zu werden.</translation>
    </message>
    <message>
        <source>leaves nothing to train: one subspace fewer than it says stays</source>
        <translation>lässt nichts zu trainieren: ein Unterraum weniger, als es sagt, bleibt</translation>
    </message>
    <message>
        <source>Give 2 or more.</source>
        <translation>2 oder mehr angeben.</translation>
    </message>
    <message>
        <source>the importance of subspace %1 is missing or has another shape</source>
        <translation>die Wichtigkeit von Unterraum %1 fehlt oder hat eine andere Form</translation>
    </message>
    <message>
        <source>is %1, but the weight of &quot;%2&quot; has fewer different rows</source>
        <translation>ist %1, aber das Gewicht von &quot;%2&quot; hat weniger verschiedene Zeilen</translation>
    </message>
    <message>
        <source>Use a smaller number, or leave out this layer.</source>
        <translation>Eine kleinere Zahl nehmen, oder diese Schicht auslassen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; would get rank %2 in %3 directions</source>
        <translation>&quot;%1&quot; bekäme Rang %2 in %3 Richtungen</translation>
    </message>
    <message>
        <source>Lower subspace_rank or raise r.</source>
        <translation>subspace_rank senken oder r anheben.</translation>
    </message>
    <message>
        <source>the file does not say which rows of &quot;%1&quot; its subspaces change, and the model's weights do not tell it</source>
        <translation>die Datei sagt nicht, welche Zeilen von &quot;%1&quot; ihre Unterräume ändern, und die Gewichte des Modells verraten es nicht</translation>
    </message>
    <message>
        <source>Use the base model that the adapter was trained on.</source>
        <translation>Das Basismodell nehmen, auf dem der Adapter trainiert wurde.</translation>
    </message>
    <message>
        <source>ADAPTION_PROMPT knows llama, mistral and gpt2, not &quot;%1&quot;</source>
        <translation>ADAPTION_PROMPT kennt llama, mistral und gpt2, nicht &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Use another method.</source>
        <translation>Eine andere Methode nehmen.</translation>
    </message>
    <message>
        <source>is %1, but the model's attention is &quot;%2&quot;</source>
        <translation>ist %1, aber die Attention des Modells heißt &quot;%2&quot;</translation>
    </message>
    <message>
        <source>Write for example &quot;%1&quot;: 10.</source>
        <translation>Zum Beispiel &quot;%1&quot;: 10 schreiben.</translation>
    </message>
    <message>
        <source>a model whose heads together are not as wide as its hidden states cannot take this adapter</source>
        <translation>ein Modell, dessen Köpfe zusammen nicht so breit sind wie seine Zustände, kann diesen Adapter nicht tragen</translation>
    </message>
    <message>
        <source>is %1, but the model has %2 blocks</source>
        <translation>ist %1, aber das Modell hat %2 Blöcke</translation>
    </message>
    <message>
        <source>Give at most %1.</source>
        <translation>Höchstens %1 angeben.</translation>
    </message>
    <message>
        <source>a layer without a bias of its own has nothing that the learned bias could be merged into</source>
        <translation>eine Schicht ohne eigenen Bias hat nichts, worin sich der gelernte einrechnen ließe</translation>
    </message>
    <message>
        <source>%1 factors do not fit &quot;%2&quot; with %3 blocks of size %4</source>
        <translation>%1 Faktoren passen nicht zu &quot;%2&quot; mit %3 Blöcken der Größe %4</translation>
    </message>
    <message>
        <source>The number of blocks must be a multiple of 2^(factors - 1), and the size of a block even.</source>
        <translation>Die Zahl der Blöcke muss ein Vielfaches von 2^(Faktoren - 1) sein, und die Größe eines Blocks gerade.</translation>
    </message>
    <message>
        <source>%1 does not divide the %2 inputs of &quot;%3&quot;</source>
        <translation>%1 teilt die %2 Eingaben von &quot;%3&quot; nicht</translation>
    </message>
    <message>
        <source>Choose a divisor of the inputs of all targets, or fewer targets.</source>
        <translation>Einen Teiler der Eingaben aller Ziele wählen, oder weniger Ziele.</translation>
    </message>
    <message>
        <source>exactly one of boft_block_size (%1) and boft_block_num (%2) must be other than 0</source>
        <translation>genau eines von boft_block_size (%1) und boft_block_num (%2) muss ungleich 0 sein</translation>
    </message>
    <message>
        <source>To give boft_block_num, set boft_block_size to 0.</source>
        <translation>Um boft_block_num anzugeben, boft_block_size auf 0 setzen.</translation>
    </message>
    <message>
        <source>must be an object of module names and sizes, not %1</source>
        <translation>muss ein Objekt aus Modulnamen und Größen sein, nicht %1</translation>
    </message>
    <message>
        <source>must be a positive whole number, not %1</source>
        <translation>muss eine positive ganze Zahl sein, nicht %1</translation>
    </message>
    <message>
        <source>must be true, false, &quot;xavier_uniform&quot;, &quot;kaiming_uniform&quot; or &quot;gaussian&quot;, not %1</source>
        <translation>muss true, false, &quot;xavier_uniform&quot;, &quot;kaiming_uniform&quot; oder &quot;gaussian&quot; sein, nicht %1</translation>
    </message>
    <message>
        <source>%1 does not divide the %2 inputs and %3 outputs of &quot;%4&quot;</source>
        <translation>%1 teilt die %2 Eingaben und %3 Ausgaben von &quot;%4&quot; nicht</translation>
    </message>
    <message>
        <source>Choose a common divisor of both for all targets (block_size_pattern gives single layers their own), or fewer targets.</source>
        <translation>Einen gemeinsamen Teiler beider für alle Ziele wählen (block_size_pattern gibt einzelnen Schichten eigene), oder weniger Ziele.</translation>
    </message>
    <message>
        <source>is %1, more than num_virtual_tokens</source>
        <translation>ist %1, mehr als num_virtual_tokens</translation>
    </message>
    <message>
        <source>Give at most num_virtual_tokens.</source>
        <translation>Höchstens num_virtual_tokens angeben.</translation>
    </message>
    <message>
        <source>must be a list of whole numbers, not %1</source>
        <translation>muss eine Liste ganzer Zahlen sein, nicht %1</translation>
    </message>
    <message>
        <source>leaves no token to train on: no prompt token is an answer, and the largest value is no multiple of 4</source>
        <translation>lässt kein Token zum Trainieren: kein Prompt-Token ist eine Antwort, und der größte Wert ist kein Vielfaches von 4</translation>
    </message>
    <message>
        <source>Let the last example's answer have the largest value, a multiple of 4.</source>
        <translation>Der Antwort des letzten Beispiels den größten Wert geben, ein Vielfaches von 4.</translation>
    </message>
    <message>
        <source>must be as long as cpt_token_ids, %1</source>
        <translation>muss so lang sein wie cpt_token_ids, %1</translation>
    </message>
    <message>
        <source>Give one number for each token.</source>
        <translation>Eine Zahl für jedes Token angeben.</translation>
    </message>
    <message>
        <source>%1 is no token of the model</source>
        <translation>%1 ist kein Token des Modells</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>Give the ids of a prompt.</source>
        <translation>Die Nummern eines Prompts angeben.</translation>
    </message>
    <message>
        <source>cannot be combined with target_modules as one text</source>
        <translation>ist mit target_modules als einzelnem Text nicht vereinbar</translation>
    </message>
    <message>
        <source>Give target_modules as a list of names, or put the layers into the expression.</source>
        <translation>target_modules als Liste von Namen angeben, oder die Schichten in den Ausdruck schreiben.</translation>
    </message>
    <message>
        <source>cannot be combined with layers_to_transform when it is one text</source>
        <translation>ist als einzelner Text nicht mit layers_to_transform vereinbar</translation>
    </message>
    <message>
        <source>layers of the kind %1 have inputs of different sizes</source>
        <translation>Schichten der Art %1 haben verschieden viele Eingaben</translation>
    </message>
    <message>
        <source>%1 is not zero, although it stands for a part that is switched off</source>
        <translation>%1 ist nicht null, obwohl es für einen abgeschalteten Teil steht</translation>
    </message>
    <message>
        <source>The file is broken; use an earlier checkpoint.</source>
        <translation>Die Datei ist kaputt; einen früheren Sicherungspunkt nehmen.</translation>
    </message>
    <message>
        <source>Choose a common divisor of the inputs and outputs of all targets.</source>
        <translation>Einen gemeinsamen Teiler der Ein- und Ausgaben aller Ziele wählen.</translation>
    </message>
    <message>
        <source>%1 does not divide r, which is %2</source>
        <translation>%1 teilt r nicht, das %2 ist</translation>
    </message>
    <message>
        <source>Choose a divisor of r, or another r.</source>
        <translation>Einen Teiler von r wählen, oder ein anderes r.</translation>
    </message>
    <message>
        <source>must be true, false, null or &quot;gaussian&quot;, not %1</source>
        <translation>muss true, false, null oder &quot;gaussian&quot; sein, nicht %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not in target_modules</source>
        <translation>&quot;%1&quot; steht nicht in target_modules</translation>
    </message>
    <message>
        <source>Every feed-forward module must be a target too.</source>
        <translation>Jedes Feed-forward-Modul muss auch ein Ziel sein.</translation>
    </message>
    <message>
        <source>Name the modules, or give [].</source>
        <translation>Die Module nennen, oder [] angeben.</translation>
    </message>
    <message>
        <source>Lily's change depends on the tokens, so it cannot be merged into the weights</source>
        <translation>die Änderung von Lily hängt von den Token ab, lässt sich also nicht in die Gewichte einrechnen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a group of modules; LN_TUNING can train single layers only</source>
        <translation>&quot;%1&quot; ist eine Gruppe von Modulen; LN_TUNING kann nur einzelne Schichten trainieren</translation>
    </message>
    <message>
        <source>must be true, false or &quot;lycoris&quot;, not %1</source>
        <translation>muss true, false oder &quot;lycoris&quot; sein, nicht %1</translation>
    </message>
    <message>
        <source>cannot be combined with init_lora_weights %1 on embeddings</source>
        <translation>ist bei Einbettungen nicht mit init_lora_weights %1 vereinbar</translation>
    </message>
    <message>
        <source>Use true, false or gaussian.</source>
        <translation>true, false oder gaussian nehmen.</translation>
    </message>
    <message>
        <source>aLoRA cannot be merged: it is on for a part of the tokens only</source>
        <translation>aLoRA lässt sich nicht einrechnen: es ist nur für einen Teil der Token an</translation>
    </message>
    <message>
        <source>QA-LoRA is not merged, in PEFT neither</source>
        <translation>QA-LoRA wird nicht eingerechnet, auch in PEFT nicht</translation>
    </message>
    <message>
        <source>layers that come several times share one weight, so their changes cannot be merged into it</source>
        <translation>Schichten, die mehrmals vorkommen, teilen sich ein Gewicht; ihre Änderungen lassen sich also nicht einrechnen</translation>
    </message>
    <message>
        <source>cannot be used on the embedding &quot;%1&quot;</source>
        <translation>geht nicht auf der Einbettung &quot;%1&quot;</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is an embedding, which this variant of LoRA cannot adapt</source>
        <translation>&quot;%1&quot; ist eine Einbettung; diese Art von LoRA kann sie nicht anpassen</translation>
    </message>
    <message>
        <source>Leave the embedding out.</source>
        <translation>Die Einbettung auslassen.</translation>
    </message>
    <message>
        <source>Arrow cannot be merged: it mixes anew for every token</source>
        <translation>Arrow lässt sich nicht einrechnen: es mischt für jedes Token neu</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no LoRA that leaves the model's own weights alone</source>
        <translation>&quot;%1&quot; ist kein LoRA, das die Gewichte des Modells in Ruhe lässt</translation>
    </message>
    <message>
        <source>Use plain LoRA adapters.</source>
        <translation>Einfache LoRA-Adapter nehmen.</translation>
    </message>
    <message>
        <source>an expert is no plain LoRA of linear layers: it holds &quot;%1&quot;</source>
        <translation>ein Experte ist kein einfaches LoRA linearer Schichten: er enthält &quot;%1&quot;</translation>
    </message>
    <message>
        <source>an expert has nothing for &quot;%1&quot;, others have</source>
        <translation>ein Experte hat nichts für &quot;%1&quot;, andere schon</translation>
    </message>
    <message>
        <source>All experts must adapt the same layers.</source>
        <translation>Alle Experten müssen dieselben Schichten anpassen.</translation>
    </message>
    <message>
        <source>the adapters have different ranks</source>
        <translation>die Adapter haben verschiedene Ränge</translation>
    </message>
    <message>
        <source>Use adapters of one rank.</source>
        <translation>Adapter mit gleichem Rang nehmen.</translation>
    </message>
    <message>
        <source>the adapters adapt different layers</source>
        <translation>die Adapter passen verschiedene Schichten an</translation>
    </message>
    <message>
        <source>Use adapters of the same target_modules.</source>
        <translation>Adapter mit gleichen target_modules nehmen.</translation>
    </message>
    <message>
        <source>must be above 0</source>
        <translation>muss über 0 sein</translation>
    </message>
    <message>
        <source>names no adapter to route among</source>
        <translation>nennt keinen Adapter zum Verteilen</translation>
    </message>
    <message>
        <source>Give a list of folders of LoRA adapters.</source>
        <translation>Eine Liste von Ordnern mit LoRA-Adaptern angeben.</translation>
    </message>
    <message>
        <source>must name general adapters where use_gks is true</source>
        <translation>muss allgemeine Adapter nennen, wenn use_gks true ist</translation>
    </message>
    <message>
        <source>is more than the %1 adapters</source>
        <translation>ist mehr als die %1 Adapter</translation>
    </message>
    <message>
        <source>Choose at most as many.</source>
        <translation>Höchstens so viele wählen.</translation>
    </message>
    <message>
        <source>%1 does not divide %2 (%3) of &quot;%4&quot;</source>
        <translation>%1 teilt %2 (%3) von &quot;%4&quot; nicht</translation>
    </message>
    <message>
        <source>Choose a number that divides it.</source>
        <translation>Eine Zahl wählen, die das teilt.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is named by target_modules_bd_a and by target_modules_bd_b</source>
        <translation>&quot;%1&quot; steht in target_modules_bd_a und in target_modules_bd_b</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is named by neither target_modules_bd_a nor target_modules_bd_b</source>
        <translation>&quot;%1&quot; steht weder in target_modules_bd_a noch in target_modules_bd_b</translation>
    </message>
    <message>
        <source>Name it in one of them, or set match_strict to false.</source>
        <translation>In einer davon nennen, oder match_strict auf false setzen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a Conv1D layer, which BD-LoRA cannot adapt</source>
        <translation>&quot;%1&quot; ist eine Conv1D-Schicht; BD-LoRA kann sie nicht anpassen</translation>
    </message>
    <message>
        <source>Use plain LoRA.</source>
        <translation>Einfaches LoRA nehmen.</translation>
    </message>
    <message>
        <source>the rank</source>
        <translation>den Rang</translation>
    </message>
    <message>
        <source>the inputs</source>
        <translation>die Eingaben</translation>
    </message>
    <message>
        <source>the outputs</source>
        <translation>die Ausgaben</translation>
    </message>
    <message>
        <source>cannot be used where B is block-diagonal</source>
        <translation>geht nicht, wo B blockdiagonal ist</translation>
    </message>
    <message>
        <source>Set lora_bias to false.</source>
        <translation>lora_bias auf false setzen.</translation>
    </message>
    <message>
        <source>the inputs of &quot;%1&quot; give no covariance: values are not finite</source>
        <translation>die Eingaben von &quot;%1&quot; ergeben keine Kovarianz: Werte sind nicht endlich</translation>
    </message>
    <message>
        <source>Look at the training data.</source>
        <translation>Die Trainingsdaten ansehen.</translation>
    </message>
    <message>
        <source>the covariance of the inputs of &quot;%1&quot; has no inverse</source>
        <translation>die Kovarianz der Eingaben von &quot;%1&quot; hat keine Inverse</translation>
    </message>
    <message>
        <source>corda needs r of at most %1 for &quot;%2&quot;, not %3</source>
        <translation>corda braucht für &quot;%2&quot; ein r von höchstens %1, nicht %3</translation>
    </message>
    <message>
        <source>must be an object or null, not %1</source>
        <translation>muss ein Objekt oder null sein, nicht %1</translation>
    </message>
    <message>
        <source>must be given where init_lora_weights is lora_ga</source>
        <translation>muss angegeben werden, wenn init_lora_weights lora_ga ist</translation>
    </message>
    <message>
        <source>Write &quot;lora_ga_config&quot;: {} for the defaults.</source>
        <translation>&quot;lora_ga_config&quot;: {} schreiben, für die Vorgaben.</translation>
    </message>
    <message>
        <source>names a pickle file, which can run any code when it is read</source>
        <translation>nennt eine Pickle-Datei, die beim Lesen jedes Programm ausführen kann</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is quantised, and LoRA-GA needs gradients in full precision, in PEFT too</source>
        <translation>&quot;%1&quot; ist quantisiert, und LoRA-GA braucht Gradienten in voller Genauigkeit, auch in PEFT</translation>
    </message>
    <message>
        <source>Use another choice, or a model that is not quantised.</source>
        <translation>Etwas anderes wählen, oder ein Modell, das nicht quantisiert ist.</translation>
    </message>
    <message>
        <source>needs training data; only train can make such an adapter</source>
        <translation>braucht Trainingsdaten; nur das Training kann einen solchen Adapter machen</translation>
    </message>
    <message>
        <source>Start a training run, load an adapter that was made so, or set init_lora_weights to true.</source>
        <translation>Einen Trainingslauf beginnen, einen so gemachten Adapter laden, oder init_lora_weights auf true setzen.</translation>
    </message>
    <message>
        <source>asks for %1 directions (r times rho) of &quot;%2&quot;, which has %3 inputs</source>
        <translation>verlangt %1 Richtungen (r mal rho) von &quot;%2&quot;, das %3 Eingaben hat</translation>
    </message>
    <message>
        <source>Choose a smaller r or rho.</source>
        <translation>Ein kleineres r oder rho wählen.</translation>
    </message>
    <message>
        <source>no batch has enough trained tokens for as many directions (r times rho)</source>
        <translation>kein Stapel hat genug trainierte Token für so viele Richtungen (r mal rho)</translation>
    </message>
    <message>
        <source>Choose a smaller r or rho, larger batches, or set use_label_mask to false.</source>
        <translation>Ein kleineres r oder rho, größere Stapel wählen, oder use_label_mask auf false setzen.</translation>
    </message>
    <message>
        <source>the directions have not settled after %1 passes</source>
        <translation>die Richtungen stehen nach %1 Durchgängen noch nicht fest</translation>
    </message>
    <message>
        <source>Choose a smaller tau.</source>
        <translation>Ein kleineres tau wählen.</translation>
    </message>
    <message>
        <source>%1 takes the Conv1D weight of &quot;%2&quot; the wrong way round in PEFT</source>
        <translation>%1 nimmt das Conv1D-Gewicht von &quot;%2&quot; in PEFT verkehrt herum</translation>
    </message>
    <message>
        <source>Use pissa, or true.</source>
        <translation>pissa nehmen, oder true.</translation>
    </message>
    <message>
        <source>CorDA moved a part of the base into the factors, and the folder does not tell which; PEFT cannot load such an adapter by itself either</source>
        <translation>CorDA verschob einen Teil der Basis in die Faktoren, und der Ordner sagt nicht welchen; auch PEFT kann einen solchen Adapter allein nicht laden</translation>
    </message>
    <message>
        <source>Put the adapter as it was before training (PEFT: init_lora_weights = True, then save_pretrained) into its sub-folder &quot;initial&quot;.</source>
        <translation>Den Adapter, wie er vor dem Training war (PEFT: init_lora_weights = True, dann save_pretrained), in den Unterordner &quot;initial&quot; legen.</translation>
    </message>
    <message>
        <source>holds no first factors of &quot;%1&quot;</source>
        <translation>enthält keine ersten Faktoren von &quot;%1&quot;</translation>
    </message>
    <message>
        <source>the first factors of &quot;%1&quot; have other shapes than its weight</source>
        <translation>die ersten Faktoren von &quot;%1&quot; haben eine andere Form als dessen Gewicht</translation>
    </message>
    <message>
        <source>Check that the adapter was made for this model.</source>
        <translation>Prüfen, ob der Adapter für dieses Modell gemacht wurde.</translation>
    </message>
    <message>
        <source>KaSA needs r below %1, the smaller side of &quot;%2&quot;, not %3</source>
        <translation>KaSA braucht ein r unter %1, der kleineren Seite von &quot;%2&quot;, nicht %3</translation>
    </message>
    <message>
        <source>Use a smaller r.</source>
        <translation>Ein kleineres r nehmen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a Conv1D layer, which KaSA cannot adapt</source>
        <translation>&quot;%1&quot; ist eine Conv1D-Schicht; KaSA kann sie nicht anpassen</translation>
    </message>
    <message>
        <source>must be a list of pairs of whole numbers, not %1</source>
        <translation>muss eine Liste von Paaren ganzer Zahlen sein, nicht %1</translation>
    </message>
    <message>
        <source>For example [[0, 4], [2, 5]] for layers 0, 1, 2, 3, 2, 3, 4.</source>
        <translation>Zum Beispiel [[0, 4], [2, 5]] für die Schichten 0, 1, 2, 3, 2, 3, 4.</translation>
    </message>
    <message>
        <source>repeats &quot;%1&quot;, whose own weight or bias is trained too</source>
        <translation>wiederholt &quot;%1&quot;, dessen eigenes Gewicht oder dessen Bias mittrainiert wird</translation>
    </message>
    <message>
        <source>Leave it out of modules_to_save, and set bias to none.</source>
        <translation>Aus modules_to_save herauslassen, und bias auf none setzen.</translation>
    </message>
    <message>
        <source>must be given with both of its keys where init_lora_weights is loftq</source>
        <translation>muss mit seinen beiden Schlüsseln angegeben werden, wenn init_lora_weights loftq ist</translation>
    </message>
    <message>
        <source>Write for example &quot;loftq_config&quot;: {&quot;loftq_bits&quot;: 4, &quot;loftq_iter&quot;: 1}.</source>
        <translation>Zum Beispiel &quot;loftq_config&quot;: {&quot;loftq_bits&quot;: 4, &quot;loftq_iter&quot;: 1} schreiben.</translation>
    </message>
    <message>
        <source>must be 4 or 8, not %1</source>
        <translation>muss 4 oder 8 sein, nicht %1</translation>
    </message>
    <message>
        <source>must be a whole number of at least 1, not %1</source>
        <translation>muss eine ganze Zahl von mindestens 1 sein, nicht %1</translation>
    </message>
    <message>
        <source>is for models of Megatron-LM, which are not loaded here</source>
        <translation>ist für Modelle von Megatron-LM, die hier nicht geladen werden</translation>
    </message>
    <message>
        <source>Accepted at null only: it %1.</source>
        <translation>Nur null wird angenommen: es %1.</translation>
    </message>
    <message>
        <source>%1 is not supported: it %2</source>
        <translation>%1 wird nicht unterstützt: es %2</translation>
    </message>
    <message>
        <source>cannot be combined with use_dora</source>
        <translation>ist nicht mit use_dora vereinbar</translation>
    </message>
    <message>
        <source>lora_ga needs r of at most %1 for &quot;%2&quot;, half of its smaller side, not %3</source>
        <translation>lora_ga braucht für &quot;%2&quot; ein r von höchstens %1, der Hälfte der kleineren Seite, nicht %3</translation>
    </message>
    <message>
        <source>Choose a smaller r.</source>
        <translation>Ein kleineres r wählen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; does not end in a number of iterations</source>
        <translation>&quot;%1&quot; endet nicht mit einer Zahl von Durchgängen</translation>
    </message>
    <message>
        <source>Write for example &quot;pissa_niter_16&quot;.</source>
        <translation>Zum Beispiel &quot;pissa_niter_16&quot; schreiben.</translation>
    </message>
    <message>
        <source>%1 needs r of at most %2 for a weight of %3 x %4, not %5</source>
        <translation>%1 braucht für ein Gewicht von %3 x %4 ein r von höchstens %2, nicht %5</translation>
    </message>
    <message>
        <source>Use a smaller r, or init_lora_weights true.</source>
        <translation>Ein kleineres r nehmen, oder init_lora_weights true.</translation>
    </message>
    <message>
        <source>must be true, false or a name, not %1</source>
        <translation>muss true, false oder ein Name sein, nicht %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not known%2</source>
        <translation>&quot;%1&quot; ist nicht bekannt%2</translation>
    </message>
    <message>
        <source>Choose one of: true, false, gaussian, pissa, pissa_niter_N, olora, orthogonal, mica, loftq, eva, corda, lora_ga.</source>
        <translation>Eines davon wählen: true, false, gaussian, pissa, pissa_niter_N, olora, orthogonal, mica, loftq, eva, corda, lora_ga.</translation>
    </message>
    <message>
        <source>orthogonal needs an even r, not %1</source>
        <translation>orthogonal braucht ein gerades r, nicht %1</translation>
    </message>
    <message>
        <source>loftq cannot be used on the embedding, in PEFT neither</source>
        <translation>loftq geht nicht auf der Einbettung, auch in PEFT nicht</translation>
    </message>
    <message>
        <source>Leave the embedding out of target_modules.</source>
        <translation>Die Einbettung aus target_modules herauslassen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no bias that lora_bias could be merged into</source>
        <translation>&quot;%1&quot; hat keinen Bias, in den sich lora_bias einrechnen ließe</translation>
    </message>
    <message>
        <source>must be above 0, not %1</source>
        <translation>muss über 0 sein, nicht %1</translation>
    </message>
    <message>
        <source>must be a list of token numbers, not %1</source>
        <translation>muss eine Liste von Tokennummern sein, nicht %1</translation>
    </message>
    <message>
        <source>cannot be combined with %1</source>
        <translation>ist nicht mit %1 vereinbar</translation>
    </message>
    <message>
        <source>Choose one variant of LoRA.</source>
        <translation>Eine Art von LoRA wählen.</translation>
    </message>
    <message>
        <source>Choose a number that divides them.</source>
        <translation>Eine Zahl wählen, die sie teilt.</translation>
    </message>
    <message>
        <source>Remove %1.</source>
        <translation>%1 entfernen.</translation>
    </message>
    <message>
        <source>cannot be combined with bias %1 here</source>
        <translation>ist hier nicht mit bias %1 vereinbar</translation>
    </message>
    <message>
        <source>Set bias to none.</source>
        <translation>bias auf none setzen.</translation>
    </message>
    <message>
        <source>cannot be combined with init_lora_weights %1 here</source>
        <translation>ist hier nicht mit init_lora_weights %1 vereinbar</translation>
    </message>
    <message>
        <source>must be a list of names, not a text</source>
        <translation>muss eine Liste von Namen sein, kein Text</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no weight of a linear layer</source>
        <translation>&quot;%1&quot; ist kein Gewicht einer linearen Schicht</translation>
    </message>
    <message>
        <source>Name weights of linear layers, or use target_modules.</source>
        <translation>Gewichte linearer Schichten nennen, oder target_modules benutzen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is chosen by target_modules too</source>
        <translation>&quot;%1&quot; wird auch von target_modules gewählt</translation>
    </message>
    <message>
        <source>Take it out of one; &quot;target_modules&quot;: [] chooses none.</source>
        <translation>Aus einem herausnehmen; &quot;target_modules&quot;: [] wählt keines.</translation>
    </message>
    <message>
        <source>names no weight of the model: it has no experts, whose weights this key is for</source>
        <translation>nennt kein Gewicht des Modells: es hat keine Experten, für deren Gewichte dieser Schlüssel da ist</translation>
    </message>
    <message>
        <source>Remove the key; target_modules chooses linear layers.</source>
        <translation>Den Schlüssel entfernen; target_modules wählt lineare Schichten.</translation>
    </message>
    <message>
        <source>Give a list of token ids, or name the embedding, for example &quot;embed_tokens&quot;.</source>
        <translation>Eine Liste von Tokennummern angeben, oder die Einbettung nennen, zum Beispiel &quot;embed_tokens&quot;.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is trained whole by modules_to_save already</source>
        <translation>&quot;%1&quot; wird schon durch modules_to_save ganz trainiert</translation>
    </message>
    <message>
        <source>Name it in one of the two keys.</source>
        <translation>In einem der beiden Schlüssel nennen.</translation>
    </message>
    <message>
        <source>asks for other tokens of the embedding than of the head that shares its weight</source>
        <translation>verlangt von der Einbettung andere Token als vom Kopf, der sich das Gewicht mit ihr teilt</translation>
    </message>
    <message>
        <source>Use the same tokens, or set ensure_weight_tying to false.</source>
        <translation>Dieselben Token nehmen, oder ensure_weight_tying auf false setzen.</translation>
    </message>
    <message>
        <source>Take it out of target_modules.</source>
        <translation>Aus target_modules herausnehmen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; shares the rows and is targeted by the adapter too</source>
        <translation>&quot;%1&quot; teilt die Zeilen und wird auch vom Adapter angepasst</translation>
    </message>
    <message>
        <source>must be true, false, &quot;bat&quot; or &quot;mini&quot;, not %1</source>
        <translation>muss true, false, &quot;bat&quot; oder &quot;mini&quot; sein, nicht %1</translation>
    </message>
    <message>
        <source>the %1 inputs and %2 outputs of &quot;%3&quot;</source>
        <translation>die %1 Eingaben und %2 Ausgaben von &quot;%3&quot;</translation>
    </message>
    <message>
        <source>%1 is more than %2 allow</source>
        <translation>%1 ist mehr, als %2 erlauben</translation>
    </message>
    <message>
        <source>Give at most the number of inputs.</source>
        <translation>Höchstens die Zahl der Eingaben angeben.</translation>
    </message>
    <message>
        <source>%1 does not divide %2, as init_weights &quot;bat&quot; needs</source>
        <translation>%1 teilt %2 nicht, wie init_weights &quot;bat&quot; es braucht</translation>
    </message>
    <message>
        <source>Choose a divisor of both for all targets, or fewer targets.</source>
        <translation>Einen Teiler beider für alle Ziele wählen, oder weniger Ziele.</translation>
    </message>
    <message>
        <source>%1 does not divide the %2 outputs of &quot;%3&quot;</source>
        <translation>%1 teilt die %2 Ausgaben von &quot;%3&quot; nicht</translation>
    </message>
    <message>
        <source>Choose a divisor of the outputs of all targets, or fewer targets.</source>
        <translation>Einen Teiler der Ausgaben aller Ziele wählen, oder weniger Ziele.</translation>
    </message>
    <message>
        <source>, or from a saved prompt: with the mean of its tasks, with one of them, or with what they share alone</source>
        <translation>, oder mit einem gespeicherten Prompt: mit dem Mittel seiner Aufgaben, mit einer davon, oder nur mit dem, was sie teilen</translation>
    </message>
    <message>
        <source>MULTITASK_PROMPT_TUNING with more than one task needs the task of every sample</source>
        <translation>MULTITASK_PROMPT_TUNING mit mehr als einer Aufgabe braucht die Aufgabe jeder Probe</translation>
    </message>
    <message>
        <source>Give task_ids, or set num_tasks to 1.</source>
        <translation>task_ids angeben, oder num_tasks auf 1 setzen.</translation>
    </message>
    <message>
        <source>there must be one task for each sample, from 0 to %1</source>
        <translation>zu jeder Probe gehört eine Aufgabe, von 0 bis %1</translation>
    </message>
    <message>
        <source>has no tensor &quot;%1&quot;</source>
        <translation>hat keinen Tensor &quot;%1&quot;</translation>
    </message>
    <message>
        <source>Name adapter_model.safetensors of a MULTITASK_PROMPT_TUNING adapter.</source>
        <translation>adapter_model.safetensors eines Adapters MULTITASK_PROMPT_TUNING nennen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has another shape than num_tasks, num_virtual_tokens, num_ranks and the model ask for</source>
        <translation>&quot;%1&quot; hat eine andere Form, als num_tasks, num_virtual_tokens, num_ranks und das Modell verlangen</translation>
    </message>
    <message>
        <source>Starting from a source's tasks needs num_tasks 1 and the source's other sizes.</source>
        <translation>Mit den Aufgaben einer Quelle zu beginnen braucht num_tasks 1 und die übrigen Größen der Quelle.</translation>
    </message>
    <message>
        <source>must be given with &quot;prompt_tuning_init&quot;: &quot;%1&quot;</source>
        <translation>muss mit &quot;prompt_tuning_init&quot;: &quot;%1&quot; angegeben werden</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no .safetensors file; others may run code when they are read</source>
        <translation>&quot;%1&quot; ist keine .safetensors-Datei; andere können beim Lesen Programme ausführen</translation>
    </message>
    <message>
        <source>is %1, which the source does not have</source>
        <translation>ist %1, das die Quelle nicht hat</translation>
    </message>
    <message>
        <source>the adapter was trained with PEFT %1</source>
        <translation>der Adapter wurde mit PEFT %1 trainiert</translation>
    </message>
    <message>
        <source>%1, whose Cayley-Neumann series was another one</source>
        <translation>%1, dessen Cayley-Neumann-Reihe eine andere war</translation>
    </message>
    <message>
        <source>Train it again, or use PEFT 0.17 for it.</source>
        <translation>Noch einmal trainieren, oder PEFT 0.17 dafür nehmen.</translation>
    </message>
    <message>
        <source>exactly one of r (%1) and oft_block_size (%2) must be other than 0</source>
        <translation>genau eines von r (%1) und oft_block_size (%2) muss ungleich 0 sein</translation>
    </message>
    <message>
        <source>To give r, set oft_block_size to 0.</source>
        <translation>Um r anzugeben, oft_block_size auf 0 setzen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a Conv1D layer, which PEFT's OFT does not adapt</source>
        <translation>&quot;%1&quot; ist eine Conv1D-Schicht; OFT in PEFT passt sie nicht an</translation>
    </message>
    <message>
        <source>must be a number, not %1</source>
        <translation>muss eine Zahl sein, nicht %1</translation>
    </message>
    <message>
        <source>%1 leaves no direction of &quot;%2&quot; (%3 in all) as it is</source>
        <translation>%1 lässt keine Richtung von &quot;%2&quot; (insgesamt %3), wie sie ist</translation>
    </message>
    <message>
        <source>Keep at least one.</source>
        <translation>Mindestens eine behalten.</translation>
    </message>
    <message>
        <source>must be true or false, not %1</source>
        <translation>muss true oder false sein, nicht %1</translation>
    </message>
    <message>
        <source>there must be one task per sample</source>
        <translation>zu jeder Probe gehört eine Aufgabe</translation>
    </message>
    <message>
        <source>the adapter has the tasks 0 to %1, but a sample is of another one</source>
        <translation>der Adapter hat die Aufgaben 0 bis %1, eine Probe aber eine andere</translation>
    </message>
    <message>
        <source>Raise n_tasks, or number the tasks from 0.</source>
        <translation>n_tasks anheben, oder die Aufgaben ab 0 nummerieren.</translation>
    </message>
    <message>
        <source>POLY cannot be merged: its change differs by task</source>
        <translation>POLY lässt sich nicht einrechnen: die Änderung ist je Aufgabe verschieden</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a Conv1D layer, which POLY cannot adapt</source>
        <translation>&quot;%1&quot; ist eine Conv1D-Schicht; POLY kann sie nicht anpassen</translation>
    </message>
    <message>
        <source>Use LoRA for this model.</source>
        <translation>Für dieses Modell LoRA nehmen.</translation>
    </message>
    <message>
        <source>%1 does not divide the sizes of &quot;%2&quot; (%3 in, %4 out)</source>
        <translation>%1 teilt die Größen von &quot;%2&quot; nicht (%3 ein, %4 aus)</translation>
    </message>
    <message>
        <source>Choose a common divisor of both.</source>
        <translation>Einen gemeinsamen Teiler beider wählen.</translation>
    </message>
    <message>
        <source>must be 1 or more, not %1</source>
        <translation>muss 1 oder mehr sein, nicht %1</translation>
    </message>
    <message>
        <source>must be between 0 and 1, not %1</source>
        <translation>muss zwischen 0 und 1 liegen, nicht %1</translation>
    </message>
    <message>
        <source>must not be 0: A and B are divided by it</source>
        <translation>darf nicht 0 sein: A und B werden dadurch geteilt</translation>
    </message>
    <message>
        <source>Use 32, or any other number.</source>
        <translation>32 nehmen, oder irgendeine andere Zahl.</translation>
    </message>
    <message>
        <source>is %1, but &quot;%2&quot; has %3 directions only</source>
        <translation>ist %1, aber &quot;%2&quot; hat nur %3 Richtungen</translation>
    </message>
    <message>
        <source>Use a smaller r, or target larger layers.</source>
        <translation>Ein kleineres r nehmen, oder größere Schichten anpassen.</translation>
    </message>
    <message>
        <source>must be even, not %1</source>
        <translation>muss gerade sein, nicht %1</translation>
    </message>
    <message>
        <source>Choose an even divisor of the outputs of all targets, or fewer targets.</source>
        <translation>Einen geraden Teiler der Ausgaben aller Ziele wählen, oder weniger Ziele.</translation>
    </message>
    <message>
        <source>chooses &quot;%1&quot;, a part of a wrapped block, which PEFT refuses</source>
        <translation>wählt &quot;%1&quot;, einen Teil eines umhüllten Blocks; das lehnt PEFT ab</translation>
    </message>
    <message>
        <source>Choose modules within such parts, for example &quot;q_proj&quot;, or outside the blocks.</source>
        <translation>Module in solchen Teilen wählen, zum Beispiel &quot;q_proj&quot;, oder außerhalb der Blöcke.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; lies in a wrapped block, where PEFT does not find it by that name</source>
        <translation>&quot;%1&quot; liegt in einem umhüllten Block, wo PEFT es unter diesem Namen nicht findet</translation>
    </message>
    <message>
        <source>Write &quot;%1&quot; or its last part.</source>
        <translation>&quot;%1&quot; schreiben, oder den letzten Teil davon.</translation>
    </message>
    <message>
        <source>SHADOW cannot be merged: what it changes depends on the text, not on the weights alone</source>
        <translation>SHADOW lässt sich nicht einrechnen: was es ändert, hängt vom Text ab, nicht von den Gewichten allein</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no block of the model</source>
        <translation>&quot;%1&quot; ist kein Block des Modells</translation>
    </message>
    <message>
        <source>Name whole blocks, for example &quot;%1&quot;, or leave the key out for all blocks.</source>
        <translation>Ganze Blöcke nennen, zum Beispiel &quot;%1&quot;, oder den Schlüssel für alle Blöcke weglassen.</translation>
    </message>
    <message>
        <source>the chosen blocks do not follow one another</source>
        <translation>die gewählten Blöcke folgen nicht aufeinander</translation>
    </message>
    <message>
        <source>SHADOW needs blocks without a gap.</source>
        <translation>SHADOW braucht Blöcke ohne Lücke.</translation>
    </message>
    <message>
        <source>is for the mirror network only</source>
        <translation>gilt nur für das Netz mirror</translation>
    </message>
    <message>
        <source>Remove it, or set shadow_model to &quot;mirror&quot;.</source>
        <translation>Entfernen, oder shadow_model auf &quot;mirror&quot; setzen.</translation>
    </message>
    <message>
        <source>networks of type &quot;%1&quot; are not supported</source>
        <translation>Netze der Art &quot;%1&quot; werden nicht unterstützt</translation>
    </message>
    <message>
        <source>Use &quot;mirror&quot;.</source>
        <translation>&quot;mirror&quot; nehmen.</translation>
    </message>
    <message>
        <source>%1 is no multiple of the %2 heads</source>
        <translation>%1 ist kein Vielfaches der %2 Köpfe</translation>
    </message>
    <message>
        <source>Set shadow_num_attention_heads too.</source>
        <translation>Auch shadow_num_attention_heads setzen.</translation>
    </message>
    <message>
        <source>the network's projection does not lead from its width %1 to the model's %2</source>
        <translation>die Projektion des Netzes führt nicht von seiner Breite %1 zu den %2 des Modells</translation>
    </message>
    <message>
        <source>Use a network that was made for this model.</source>
        <translation>Ein Netz nehmen, das für dieses Modell gemacht wurde.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no folder</source>
        <translation>&quot;%1&quot; ist kein Ordner</translation>
    </message>
    <message>
        <source>Write &quot;mirror&quot;, or the folder of a downloaded model.</source>
        <translation>&quot;mirror&quot; schreiben, oder den Ordner eines heruntergeladenen Modells.</translation>
    </message>
    <message>
        <source>config.json has no shadow_model_config</source>
        <translation>config.json hat keine shadow_model_config</translation>
    </message>
    <message>
        <source>The file is incomplete; download it again.</source>
        <translation>Die Datei ist unvollständig; noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>tensor &quot;%1&quot; does not fit shadow_model_config</source>
        <translation>Tensor &quot;%1&quot; passt nicht zu shadow_model_config</translation>
    </message>
    <message>
        <source>%1 is a choice that only the Python program with its function can make</source>
        <translation>%1 ist eine Wahl, die nur das Python-Programm mit seiner Funktion treffen kann</translation>
    </message>
    <message>
        <source>Use &quot;random&quot;, or load an adapter that was made with it.</source>
        <translation>&quot;random&quot; nehmen, oder einen damit gemachten Adapter laden.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a Conv1D layer, which PEFT's SHiRA does not adapt</source>
        <translation>&quot;%1&quot; ist eine Conv1D-Schicht; SHiRA in PEFT passt sie nicht an</translation>
    </message>
    <message>
        <source>%1 asks for %2 entries of &quot;%3&quot;, which has %4</source>
        <translation>%1 verlangt %2 Einträge von &quot;%3&quot;, das %4 hat</translation>
    </message>
    <message>
        <source>Choose at most %1 for this layer.</source>
        <translation>Für diese Schicht höchstens %1 wählen.</translation>
    </message>
    <message>
        <source>must be below 1, not %1</source>
        <translation>muss unter 1 liegen, nicht %1</translation>
    </message>
    <message>
        <source>0.99 trains one entry in a hundred.</source>
        <translation>0.99 trainiert einen Eintrag von hundert.</translation>
    </message>
    <message>
        <source>must be below 1</source>
        <translation>muss unter 1 liegen</translation>
    </message>
    <message>
        <source>0 switches it off.</source>
        <translation>0 schaltet es ab.</translation>
    </message>
    <message>
        <source>needs r, the rank of the LoRA it belongs to</source>
        <translation>braucht r, den Rang des LoRA, zu dem es gehört</translation>
    </message>
    <message>
        <source>Set r, or remove lora_alpha.</source>
        <translation>r setzen, oder lora_alpha entfernen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a Conv1D layer, which PEFT's Super-Tuning does not adapt</source>
        <translation>&quot;%1&quot; ist eine Conv1D-Schicht; Super-Tuning in PEFT passt sie nicht an</translation>
    </message>
    <message>
        <source>%1 leaves nothing to train in &quot;%2&quot;, which has %3 entries</source>
        <translation>%1 lässt in &quot;%2&quot; nichts zu trainieren, das %3 Einträge hat</translation>
    </message>
    <message>
        <source>Lower it.</source>
        <translation>Senken.</translation>
    </message>
    <message>
        <source>Write true, false or &quot;uniform&quot;.</source>
        <translation>true, false oder &quot;uniform&quot; schreiben.</translation>
    </message>
    <message>
        <source>chooses &quot;%1&quot; besides the embedding whose weight it shares</source>
        <translation>wählt &quot;%1&quot; neben der Einbettung, mit der es sich das Gewicht teilt</translation>
    </message>
    <message>
        <source>Choose the embedding alone: its head shares the trained rows.</source>
        <translation>Nur die Einbettung wählen: ihr Kopf teilt die trainierten Zeilen.</translation>
    </message>
    <message>
        <source>0.02 is usual.</source>
        <translation>0.02 ist üblich.</translation>
    </message>
    <message>
        <source>Give target_modules as a list of names, or put the blocks into the expression.</source>
        <translation>target_modules als Liste von Namen angeben, oder die Blöcke in den Ausdruck schreiben.</translation>
    </message>
    <message>
        <source>%1 points outside the vector of %2 values</source>
        <translation>%1 zeigt aus dem Vektor mit %2 Werten hinaus</translation>
    </message>
    <message>
        <source>The file is damaged, or theta_d_length is another one.</source>
        <translation>Die Datei ist beschädigt, oder theta_d_length ist ein anderes.</translation>
    </message>
    <message>
        <source>%1 names a vector that the bank does not have</source>
        <translation>%1 nennt einen Vektor, den die Bank nicht hat</translation>
    </message>
    <message>
        <source>The file is damaged, or num_vectors is another one.</source>
        <translation>Die Datei ist beschädigt, oder num_vectors ist ein anderes.</translation>
    </message>
    <message>
        <source>the adapter was saved with save_only_topk_weights, so it cannot be trained on</source>
        <translation>der Adapter wurde mit save_only_topk_weights gespeichert, darauf lässt sich nicht weitertrainieren</translation>
    </message>
    <message>
        <source>Start from an adapter that was saved whole.</source>
        <translation>Mit einem Adapter beginnen, der ganz gespeichert wurde.</translation>
    </message>
    <message>
        <source>Choose a length that divides inputs and outputs of every adapted layer.</source>
        <translation>Eine Länge wählen, die Ein- und Ausgaben jeder angepassten Schicht teilt.</translation>
    </message>
    <message>
        <source>%1 vectors cannot be mixed, num_vectors is %2</source>
        <translation>%1 Vektoren lassen sich nicht mischen, num_vectors ist %2</translation>
    </message>
    <message>
        <source>Lower topk, or raise num_vectors.</source>
        <translation>topk senken, oder num_vectors anheben.</translation>
    </message>
    <message>
        <source>%1 is a name PEFT accepts but has no usable filter of</source>
        <translation>%1 ist ein Name, den PEFT annimmt, aber ohne nutzbares Filter</translation>
    </message>
    <message>
        <source>Choose db1 to db10, sym2 to sym10 or coif1 to coif4.</source>
        <translation>db1 bis db10, sym2 bis sym10 oder coif1 bis coif4 wählen.</translation>
    </message>
    <message>
        <source>must name at least one expert</source>
        <translation>muss mindestens einen Experten nennen</translation>
    </message>
    <message>
        <source>Write for example {&quot;0&quot;: &quot;folder&quot;, &quot;1&quot;: &quot;folder&quot;}.</source>
        <translation>Zum Beispiel {&quot;0&quot;: &quot;Ordner&quot;, &quot;1&quot;: &quot;Ordner&quot;} schreiben.</translation>
    </message>
    <message>
        <source>experts are named by their number, but &quot;%1&quot; is missing</source>
        <translation>Experten heißen nach ihrer Nummer, aber &quot;%1&quot; fehlt</translation>
    </message>
    <message>
        <source>Name the %1 experts from &quot;0&quot; to &quot;%2&quot;, as PEFT needs it.</source>
        <translation>Die %1 Experten von &quot;0&quot; bis &quot;%2&quot; benennen, wie PEFT es braucht.</translation>
    </message>
    <message>
        <source>must name folders, not %1</source>
        <translation>muss Ordner nennen, nicht %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a %2 adapter</source>
        <translation>&quot;%1&quot; ist ein Adapter der Art %2</translation>
    </message>
    <message>
        <source>Experts must be LoRA adapters.</source>
        <translation>Experten müssen LoRA-Adapter sein.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; changes weights of the model itself (bias or modules_to_save)</source>
        <translation>&quot;%1&quot; ändert Gewichte des Modells selbst (bias oder modules_to_save)</translation>
    </message>
    <message>
        <source>Use experts without them.</source>
        <translation>Experten ohne das nehmen.</translation>
    </message>
    <message>
        <source>models of type &quot;%1&quot; cannot have experts, in PEFT neither</source>
        <translation>Modelle der Art &quot;%1&quot; können keine Experten haben, auch in PEFT nicht</translation>
    </message>
    <message>
        <source>a layer of the classifier is missing: %1</source>
        <translation>eine Schicht des Klassifikators fehlt: %1</translation>
    </message>
    <message>
        <source>PEFT 0.21.2 itself leaves out layers whose number is the name of an expert; save the classifier's state_dict in Python instead.</source>
        <translation>PEFT 0.21.2 lässt selbst Schichten aus, deren Nummer der Name eines Experten ist; stattdessen in Python das state_dict des Klassifikators speichern.</translation>
    </message>
    <message>
        <source>an expert adapts the output head, in PEFT an error too</source>
        <translation>ein Experte passt den Ausgabekopf an, auch in PEFT ein Fehler</translation>
    </message>
    <message>
        <source>Use experts of other layers.</source>
        <translation>Experten anderer Schichten nehmen.</translation>
    </message>
    <message>
        <source>an expert is more than plain LoRA (DoRA or another variant) on &quot;%1&quot;</source>
        <translation>ein Experte ist auf &quot;%1&quot; mehr als einfaches LoRA (DoRA oder eine andere Art)</translation>
    </message>
    <message>
        <source>Use experts of plain LoRA.</source>
        <translation>Experten mit einfachem LoRA nehmen.</translation>
    </message>
    <message>
        <source>is %1, the model's width is %2</source>
        <translation>ist %1, die Breite des Modells ist %2</translation>
    </message>
    <message>
        <source>there are only %1 experts</source>
        <translation>es gibt nur %1 Experten</translation>
    </message>
    <message>
        <source>must not be 0</source>
        <translation>darf nicht 0 sein</translation>
    </message>
    <message>
        <source>XLORA cannot be merged: how much of each expert a token gets depends on the text</source>
        <translation>XLORA lässt sich nicht einrechnen: wie viel von jedem Experten ein Token bekommt, hängt vom Text ab</translation>
    </message>
    <message>
        <source>was written by a newer Paretune (database version %1, this one knows %2)</source>
        <translation>wurde von einem neueren Paretune geschrieben (Datenbank in Version %1, dieses kennt %2)</translation>
    </message>
    <message>
        <source>Update Paretune, or use another home folder.</source>
        <translation>Paretune erneuern, oder einen anderen Studio-Ordner nehmen.</translation>
    </message>
    <message>
        <source>the check gave no answer</source>
        <translation>die Prüfung gab keine Antwort</translation>
    </message>
    <message>
        <source>cannot set the damaged database aside: %1</source>
        <translation>die beschädigte Datenbank lässt sich nicht beiseitelegen: %1</translation>
    </message>
    <message>
        <source>Rename the file yourself and start again.</source>
        <translation>Die Datei selbst umbenennen und neu starten.</translation>
    </message>
    <message>
        <source>The run database was damaged (%1). It was kept as %2 and a new one was started; the folders of the runs were not touched. What is still good in it can be read out with the sqlite3 program from sqlite.org: sqlite3 &lt;the kept file&gt; .recover | sqlite3 recovered.db</source>
        <translation>Die Datenbank der Läufe war beschädigt (%1). Sie wurde als %2 aufbewahrt und eine neue begonnen; die Ordner der Läufe sind unberührt. Was darin noch gut ist, liest das Programm sqlite3 von sqlite.org aus: sqlite3 &lt;die aufbewahrte Datei&gt; .recover | sqlite3 recovered.db</translation>
    </message>
    <message>
        <source>a new database cannot be used either: %1</source>
        <translation>auch eine neue Datenbank ist nicht nutzbar: %1</translation>
    </message>
    <message>
        <source>Check the disk; it may be failing.</source>
        <translation>Die Platte prüfen; vielleicht geht sie kaputt.</translation>
    </message>
    <message>
        <source>'%1' fits several runs: %2</source>
        <translation>'%1' passt auf mehrere Läufe: %2</translation>
    </message>
    <message>
        <source>Give more of the id.</source>
        <translation>Mehr von der Nummer angeben.</translation>
    </message>
    <message>
        <source>'paretune runs list' shows the runs.</source>
        <translation>‚paretune runs list‘ zeigt die Läufe.</translation>
    </message>
    <message>
        <source>a run '%1' exists already</source>
        <translation>einen Lauf '%1' gibt es schon</translation>
    </message>
    <message>
        <source>Take another id.</source>
        <translation>Eine andere Nummer nehmen.</translation>
    </message>
    <message>
        <source>another Paretune (process %1) has the run, it is %2</source>
        <translation>ein anderes Paretune (Prozess %1) hat den Lauf, er ist %2</translation>
    </message>
    <message>
        <source>Stop it there first.</source>
        <translation>Erst dort anhalten.</translation>
    </message>
    <message>
        <source>run '%1' is still %2</source>
        <translation>Lauf '%1' ist noch %2</translation>
    </message>
    <message>
        <source>a tag cannot be empty</source>
        <translation>ein Etikett darf nicht leer sein</translation>
    </message>
    <message>
        <source>Give a word.</source>
        <translation>Ein Wort angeben.</translation>
    </message>
    <message>
        <source>a run's name cannot be empty</source>
        <translation>der Name eines Laufs darf nicht leer sein</translation>
    </message>
    <message>
        <source>Give a name.</source>
        <translation>Einen Namen angeben.</translation>
    </message>
    <message>
        <source>'paretune sweep --list' shows them.</source>
        <translation>‚paretune sweep --list‘ zeigt sie.</translation>
    </message>
    <message>
        <source>another Paretune (process %1) runs the sweep</source>
        <translation>ein anderes Paretune (Prozess %1) führt den Sweep aus</translation>
    </message>
    <message>
        <source>Check the disk and the folder, then try again.</source>
        <translation>Die Platte und den Ordner prüfen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Another program keeps the file locked; close it and try again.</source>
        <translation>Ein anderes Programm sperrt die Datei; es schließen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Start Paretune again; it sets a damaged database aside and reports it.</source>
        <translation>Paretune neu starten; es legt eine beschädigte Datenbank beiseite und meldet das.</translation>
    </message>
    <message>
        <source>the database says: %1</source>
        <translation>die Datenbank sagt: %1</translation>
    </message>
    <message>
        <source>'%1' fits several sweeps: %2</source>
        <translation>'%1' passt auf mehrere Sweeps: %2</translation>
    </message>
    <message>
        <source>the store is closing</source>
        <translation>die Ablage wird geschlossen</translation>
    </message>
    <message>
        <source>Start Paretune again.</source>
        <translation>Paretune neu starten.</translation>
    </message>
    <message>
        <source>is not on the hub (%1)</source>
        <translation>ist nicht auf dem Hub (%1)</translation>
    </message>
    <message>
        <source>is %1</source>
        <translation>ist %1</translation>
    </message>
    <message>
        <source>needs about %1 GB, the budget is %2 GB</source>
        <translation>braucht etwa %1 GB, das Budget ist %2 GB</translation>
    </message>
    <message>
        <source>needs about %1 GB, the machine has free %2 GB</source>
        <translation>braucht etwa %1 GB, der Rechner hat %2 GB frei</translation>
    </message>
    <message>
        <source>must be a number above 0, not %1</source>
        <translation>muss eine Zahl über 0 sein, nicht %1</translation>
    </message>
    <message>
        <source>must be a whole number above 0, not %1</source>
        <translation>muss eine ganze Zahl über 0 sein, nicht %1</translation>
    </message>
    <message>
        <source>the value of &quot;%1&quot; must be a number</source>
        <translation>der Wert von &quot;%1&quot; muss eine Zahl sein</translation>
    </message>
    <message>
        <source>the value of &quot;%1&quot; must be a positive whole number</source>
        <translation>der Wert von &quot;%1&quot; muss eine positive ganze Zahl sein</translation>
    </message>
    <message>
        <source>unknown metric &quot;%1&quot;%2</source>
        <translation>unbekannte Messgröße &quot;%1&quot;%2</translation>
    </message>
    <message>
        <source>unknown cost &quot;%1&quot;%2</source>
        <translation>unbekannte Kosten &quot;%1&quot;%2</translation>
    </message>
    <message>
        <source>unknown choice &quot;%1&quot;%2</source>
        <translation>unbekannte Möglichkeit &quot;%1&quot;%2</translation>
    </message>
    <message>
        <source>The best learning rate of %1, %2, is the highest that was tried; a higher one may do better.</source>
        <translation>Die beste Lernrate von %1, %2, ist die höchste, die versucht wurde; eine höhere ist vielleicht besser.</translation>
    </message>
    <message>
        <source>The best learning rate of %1, %2, is the lowest that was tried; a lower one may do better.</source>
        <translation>Die beste Lernrate von %1, %2, ist die niedrigste, die versucht wurde; eine niedrigere ist vielleicht besser.</translation>
    </message>
    <message>
        <source>the data set is given only to those who accept its terms</source>
        <translation>den Datensatz bekommt nur, wer seine Bedingungen annimmt</translation>
    </message>
    <message>
        <source>Check the name on %1. For a private model, run 'paretune login' with a token of an account that may read it.</source>
        <translation>Den Namen prüfen auf %1. Für ein privates Modell ‚paretune login‘ mit einem Token eines Kontos ausführen, das es lesen darf.</translation>
    </message>
    <message>
        <source>Check the name on %1. For a private data set, run 'paretune login' with a token of an account that may read it.</source>
        <translation>Den Namen prüfen auf %1. Für einen privaten Datensatz ‚paretune login‘ mit einem Token eines Kontos ausführen, das ihn lesen darf.</translation>
    </message>
    <message>
        <source>tensor '%1' leaves a hole before it</source>
        <translation>vor Tensor '%1' ist eine Lücke</translation>
    </message>
    <message>
        <source>chat template line %1</source>
        <translation>Chatvorlage Zeile %1</translation>
    </message>
    <message>
        <source>%1 is off by %2</source>
        <translation>%1 weicht um %2 ab</translation>
    </message>
    <message>
        <source>the run has no adapter report (it is queued)</source>
        <translation>der Lauf hat keinen Adapterbericht (er wartet)</translation>
    </message>
    <message>
        <source>the run has no adapter yet (it is queued)</source>
        <translation>der Lauf hat noch keinen Adapter (er wartet)</translation>
    </message>
    <message>
        <source>the run has no adapter report (it is running)</source>
        <translation>der Lauf hat keinen Adapterbericht (er läuft)</translation>
    </message>
    <message>
        <source>the run has no adapter yet (it is running)</source>
        <translation>der Lauf hat noch keinen Adapter (er läuft)</translation>
    </message>
    <message>
        <source>the run has no adapter report (it is stopped)</source>
        <translation>der Lauf hat keinen Adapterbericht (er ist angehalten)</translation>
    </message>
    <message>
        <source>the run has no adapter yet (it is stopped)</source>
        <translation>der Lauf hat noch keinen Adapter (er ist angehalten)</translation>
    </message>
    <message>
        <source>the run has no adapter report (it is interrupted)</source>
        <translation>der Lauf hat keinen Adapterbericht (er wurde unterbrochen)</translation>
    </message>
    <message>
        <source>the run has no adapter yet (it is interrupted)</source>
        <translation>der Lauf hat noch keinen Adapter (er wurde unterbrochen)</translation>
    </message>
    <message>
        <source>the run has no adapter report (it is failed)</source>
        <translation>der Lauf hat keinen Adapterbericht (er ist gescheitert)</translation>
    </message>
    <message>
        <source>the run has no adapter yet (it is failed)</source>
        <translation>der Lauf hat noch keinen Adapter (er ist gescheitert)</translation>
    </message>
    <message>
        <source>the run is queued</source>
        <translation>der Lauf wartet</translation>
    </message>
    <message>
        <source>another Paretune (process %1) has the run, it is queued</source>
        <translation>ein anderes Paretune (Prozess %1) hat den Lauf, er wartet</translation>
    </message>
    <message>
        <source>run '%1' is still queued</source>
        <translation>Lauf '%1' wartet noch</translation>
    </message>
    <message>
        <source>the run is running</source>
        <translation>der Lauf läuft</translation>
    </message>
    <message>
        <source>another Paretune (process %1) has the run, it is running</source>
        <translation>ein anderes Paretune (Prozess %1) hat den Lauf, er läuft</translation>
    </message>
    <message>
        <source>run '%1' is still running</source>
        <translation>Lauf '%1' läuft noch</translation>
    </message>
    <message>
        <source>no run '%1'</source>
        <translation>es gibt keinen Lauf '%1'</translation>
    </message>
    <message>
        <source>no sweep '%1'</source>
        <translation>es gibt keinen Sweep '%1'</translation>
    </message>
    <message>
        <source>Set %1 to %2: %3 (%4).</source>
        <translation>%1 auf %2 setzen: %3 (%4).</translation>
    </message>
    <message>
        <source>Set %1 to %2 (%3).</source>
        <translation>%1 auf %2 setzen (%3).</translation>
    </message>
    <message>
        <source>Use LORA in place of %1 and set %2 to %3 (%4).</source>
        <translation>LORA statt %1 nehmen und %2 auf %3 setzen (%4).</translation>
    </message>
    <message>
        <source>Set %1 to %2 and %3 to %4: %5 (%6).</source>
        <translation>%1 auf %2 und %3 auf %4 setzen: %5 (%6).</translation>
    </message>
    <message>
        <source>Set %1 to %2 and %3 to %4 (%5).</source>
        <translation>%1 auf %2 und %3 auf %4 setzen (%5).</translation>
    </message>
    <message>
        <source>Use LORA in place of %1 and set %2 to %3 and %4 to %5 (%6).</source>
        <translation>LORA statt %1 nehmen und %2 auf %3 und %4 auf %5 setzen (%6).</translation>
    </message>
    <message>
        <source>Set %1 to %2, %3 to %4 and %5 to %6 (%7).</source>
        <translation>%1 auf %2, %3 auf %4 und %5 auf %6 setzen (%7).</translation>
    </message>
    <message>
        <source>Use LORA in place of %1 and set %2 to %3, %4 to %5 and %6 to %7 (%8).</source>
        <translation>LORA statt %1 nehmen und %2 auf %3, %4 auf %5 und %6 auf %7 setzen (%8).</translation>
    </message>
    <message>
        <source>Set %1 to %2, %3 to %4, %5 to %6 and %7 to %8 (%9).</source>
        <translation>%1 auf %2, %3 auf %4, %5 auf %6 und %7 auf %8 setzen (%9).</translation>
    </message>
    <message>
        <source>Use LORA in place of %1 and set %2 to %3, %4 to %5, %6 to %7 and %8 to %9 (%10).</source>
        <translation>LORA statt %1 nehmen und %2 auf %3, %4 auf %5, %6 auf %7 und %8 auf %9 setzen (%10).</translation>
    </message>
    <message>
        <source>Set %1 to %2, %3 to %4, %5 to %6, %7 to %8 and %9 to %10 (%11).</source>
        <translation>%1 auf %2, %3 auf %4, %5 auf %6, %7 auf %8 und %9 auf %10 setzen (%11).</translation>
    </message>
    <message>
        <source>Set %1 to %2, %3 to %4, %5 to %6, %7 to %8, %9 to %10 and %11 to %12 (%13).</source>
        <translation>%1 auf %2, %3 auf %4, %5 auf %6, %7 auf %8, %9 auf %10 und %11 auf %12 setzen (%13).</translation>
    </message>
    <message>
        <source>Use LORA in place of %1 (%2).</source>
        <translation>LORA statt %1 nehmen (%2).</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>kein Platz mehr auf der Platte</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>das Kontingent auf der Platte ist erschöpft</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>das Dateisystem ist nur lesbar</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>ist kein Ordner</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>zu viele offene Dateien</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>die Datei ist zu groß</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>die Datei gibt es schon</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>kein Speicher mehr</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>der Ordner ist nicht leer</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>der Dateiname ist zu lang</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>die Datei ist nicht mehr da</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>die andere Seite brach die Verbindung ab</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>die Verbindung kam nicht rechtzeitig zustande</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>das Netz ist nicht zu erreichen</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>kein Weg zum Rechner</translation>
    </message>
    <message>
        <source>Address already in use</source>
        <translation>die Adresse ist schon belegt</translation>
    </message>
    <message>
        <source>Broken pipe</source>
        <translation>die Verbindung ist abgerissen</translation>
    </message>
    <message>
        <source>Name or service not known</source>
        <translation>der Name ist nicht bekannt</translation>
    </message>
    <message>
        <source>Temporary failure in name resolution</source>
        <translation>die Namensauflösung ist gerade nicht möglich</translation>
    </message>
    <message>
        <source>database disk image is malformed</source>
        <translation>die Datei der Datenbank ist fehlerhaft</translation>
    </message>
    <message>
        <source>file is not a database</source>
        <translation>die Datei ist keine Datenbank</translation>
    </message>
    <message>
        <source>database is locked</source>
        <translation>die Datenbank ist gesperrt</translation>
    </message>
    <message>
        <source>database or disk is full</source>
        <translation>Datenbank oder Platte ist voll</translation>
    </message>
    <message>
        <source>disk I/O error</source>
        <translation>Ein-/Ausgabefehler der Platte</translation>
    </message>
    <message>
        <source>attempt to write a readonly database</source>
        <translation>die Datenbank ist nur lesbar</translation>
    </message>
    <message>
        <source>unable to open database file</source>
        <translation>die Datei der Datenbank lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>an expression nests too deeply</source>
        <translation>ein Ausdruck ist zu tief geschachtelt</translation>
    </message>
    <message>
        <source>expected '%1', found %2</source>
        <translation>erwartet wird '%1', gefunden %2</translation>
    </message>
    <message>
        <source>the end</source>
        <translation>das Ende</translation>
    </message>
    <message>
        <source>expected a name, found '%1'</source>
        <translation>erwartet wird ein Name, gefunden '%1'</translation>
    </message>
    <message>
        <source>unexpected '%1'</source>
        <translation>unerwartet: '%1'</translation>
    </message>
    <message>
        <source>a slice has too many parts</source>
        <translation>ein Ausschnitt hat zu viele Teile</translation>
    </message>
    <message>
        <source>an index is missing</source>
        <translation>ein Index fehlt</translation>
    </message>
    <message>
        <source>* and ** arguments are not supported</source>
        <translation>Argumente mit * und ** werden nicht unterstützt</translation>
    </message>
    <message>
        <source>a positional argument follows a named one</source>
        <translation>ein Argument ohne Namen folgt auf eines mit Namen</translation>
    </message>
    <message>
        <source>a comment {# is not closed</source>
        <translation>ein Kommentar {# wird nicht geschlossen</translation>
    </message>
    <message>
        <source>{% raw %} is not closed</source>
        <translation>{% raw %} wird nicht geschlossen</translation>
    </message>
    <message>
        <source>%1 is not closed</source>
        <translation>%1 wird nicht geschlossen</translation>
    </message>
    <message>
        <source>unexpected character '%1'</source>
        <translation>unerwartetes Zeichen '%1'</translation>
    </message>
    <message>
        <source>cannot read the number '%1'</source>
        <translation>die Zahl '%1' ist nicht lesbar</translation>
    </message>
    <message>
        <source>a string is not closed</source>
        <translation>ein string wird nicht geschlossen</translation>
    </message>
    <message>
        <source>a string has a broken escape \%1</source>
        <translation>ein string hat eine kaputte Maskierung \%1</translation>
    </message>
    <message>
        <source>blocks nest too deeply</source>
        <translation>Blöcke sind zu tief geschachtelt</translation>
    </message>
    <message>
        <source>the end of the template came before {% %1 %}</source>
        <translation>die Vorlage endet vor {% %1 %}</translation>
    </message>
    <message>
        <source>{% %1 %} is outside a loop</source>
        <translation>{% %1 %} steht außerhalb einer Schleife</translation>
    </message>
    <message>
        <source>the tag '%1' is not allowed here</source>
        <translation>das Tag '%1' ist hier nicht erlaubt</translation>
    </message>
    <message>
        <source>recursive loops are not supported</source>
        <translation>rekursive Schleifen werden nicht unterstützt</translation>
    </message>
    <message>
        <source>a set block has one name</source>
        <translation>ein set-Block hat einen Namen</translation>
    </message>
    <message>
        <source>a parameter without default follows one with default</source>
        <translation>ein Parameter ohne Vorgabe folgt auf einen mit Vorgabe</translation>
    </message>
    <message>
        <source>{% call %} needs a call</source>
        <translation>{% call %} braucht einen Aufruf</translation>
    </message>
    <message>
        <source>a value</source>
        <translation>ein Wert</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>a tab</source>
        <translation>ein Tabulator</translation>
    </message>
    <message>
        <source>no accelerator kernel for this type</source>
        <translation>kein Rechenkern der GPU für diesen Typ</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no accelerator kernel</source>
        <translation>&quot;%1&quot; ist kein Rechenkern der GPU</translation>
    </message>
    <message>
        <source>gives values that are no numbers</source>
        <translation>ergibt Werte, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>The run database could not be written for long: %1 older training points were let go to save memory; every second one was kept.</source>
        <translation>Die Datenbank der Läufe war lange nicht beschreibbar: %1 ältere Punkte des Trainings wurden aufgegeben, um Speicher zu sparen; jeder zweite blieb.</translation>
    </message>
</context>
</TS>
