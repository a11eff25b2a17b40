package guard

import "strings"

// A model may present its answer: "Sure! Here's a friendlier version:". No list has all that it
// says, but a label that presents a message has words of several kinds. They have the form of
// [foldText], and some are the beginnings of words.

// presenting says that something follows.
const presenting = `here is|here's|here it is|here you go|how about|you could say|hier |könnte man|könntest du|voici|voilà|aquí |aqui |he aquí|esta sería|podría|i'd say|ecco|вот |` +
	`यह रहा|यह रही|ये रहा|यह है|यहाँ |यहां |पेश है|लीजिए|ऐसे |इस तरह |إليك|هذه |هذا |تفضل|以下|下面是|这是|這是|是一个|是一個|可以|можно`

// telling says how the model has made the message: hardly anything else is.
const telling = `friendlier|more friendly|more polite|more conversational|freundlichere|etwas freundlicher|freundlicher sagen|nettere|más amable|más amigable|plus sympa|plus amical|mais simpátic|mais amigáv|` +
	`più amichevole|более дружелюбн|更友好|更友善|更亲切|友好版|親しみやすい|친근한`

// styles are how a message can sound.
const styles = telling + `|friendly|warmer|nicer|politer|kinder|softer|more natural|more casual|more personal|casual|polished|simpler|simplified|shorter|clearer|smoother|alternative|` +
	`freundlich|netter|höflichere|herzlichere|lockerer|natürlicher|wärmere|persönlichere|einfachere|` +
	`amable|amigable|más cercan|más cordial|más cálid|más natural|más simpátic|más sencill|amical|chaleureu|plus naturel|plus poli|convivial|` +
	`caloros|acolhedor|mais cordial|mais natural|mais gentil|più cordial|più gentil|дружелюбн|вежлив|приветлив|тепл|` +
	`दोस्ताना|मित्रवत|मैत्रीपूर्ण|विनम्र|सहज|अनौपचारिक|संशोधित|أكثر ود| ودي|ودود|ألطف|أكثر لطف|أكثر دفئ|أكثر تهذيب|` +
	`友好|友善|亲切|更自然|更温暖|更礼貌|更热情|更口语|更温馨|更簡|更简`

// wordings are what the message is to the model.
const wordings = `version|wording|phrasing|to phrase|message|response|reply|rewrite|take on it|say it|phrase it|way to put it|it like this|it sounds| tone|formulier|fassung|variante|nachricht|klingt|es sagen|` +
	`versión|redacción|mensaje|de decir|decirlo así|decirlo|dizer assim|कहा जा सकता है|这样说|這樣說|сказать так|formulation|le dire|versão|mensagem|messaggio|вариант|версия|сообщение|формулировка|звучит|` +
	`रूप|संस्करण|संदेश|तरीके|अंदाज|लहजे|نسخة|صيغة|إصدار|رسالة|الرد|بطريقة|بأسلوب|عبارة|版本|说法|說法|表达|表達|表述|消息|回复|回覆`

// actual are words for a message or a version that is no wording: somebody's, one with news, or the
// newest.
const actual = `your|my |our |ihr|dein|unser|aktuell|neu|gute|wichtig|tu |su |votre|ton |seu|sua |आपक|您的|你的|ваш|твое|новая|new|latest|current|good|error|important|` +
	`actual|reciente|última|nouvelle|erreur|नया|महत्वपूर्ण|важн|最新|新|好消息|重要`

// handing is said by itself, in a reply with facts too: "Here you go: 8841".
const handing = `|here you go|here it is|bitte sehr|bitte schön|aquí tienes|aquí tiene|voici|voilà|aqui está|ecco|ecco qui|вот|यह लीजिए|यह रहा|تفضل|إليك|给您|`

// The most spaces of a label that has hardly a word of the message: one that says that something
// follows, and one that does not.
const (
	longestHere  = 8
	longestShort = 5
)

// presents reports whether the last sentence of a label presents the message as a wording.
func (e *echo) presents(label string) bool {
	label = lastSentence(foldText(normalize(label)))
	here, spaces := hasOne(label, presenting, strings.Contains), strings.Count(label, " ")
	short := spaces <= longestShort || here && spaces <= longestHere
	if !here && !short {
		return false
	}
	wording := e.adds(label, wordings)
	switch {
	case short && e.adds(label, telling), wording && e.adds(label, styles):
		return true
	case here && short && wording:
		return hasOne(label, wordings, strings.HasSuffix) && !hasOne(label, actual, strings.Contains)
	}
	clause := strings.TrimSpace(label[strings.LastIndexByte(label, ',')+1:])
	return strings.Contains(handing, "|"+clause+"|") && !strings.ContainsAny(e.folded, "0123456789:\n")
}

// lastSentence returns the last sentence of a text without the marks around it.
func lastSentence(s string) string {
	const ends = ".!?؟।"
	const marks = " \t*_#>:" + ends
	s = strings.Trim(s, marks)
	return strings.TrimLeft(s[max(0, strings.LastIndexAny(s, ends)):], marks)
}

// hasOne reports whether s has one of the words, in the place that has looks at.
func hasOne(s, words string, has func(s, word string) bool) bool {
	for w := range strings.SplitSeq(words, "|") {
		if has(s, w) {
			return true
		}
	}
	return false
}
