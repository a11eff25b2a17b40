package guard

import "testing"

// TestRephrasePhrases checks that what models say besides has no fact: words that look as
// numbers, months, days and links.
func TestRephrasePhrases(t *testing.T) {
	none := newSide("")
	for _, phrase := range []string{
		"Just a sec!", "One moment, please.", "Give me a second.", "At first glance all looks good.", "I'm all ears, May I ask?", "March on!", "You're number one!", "A thousand thanks!", "No worries, I've got this. Let's do it ASAP.", "Let me double-check that for you.", "It's a win-win!", "Here are the details:", "Step by step.", "It takes a day or so.", "Let's go for it, second to none.", "In no time!", "Please pick one of them.", "e.g. by card", "Thank you, Mr. Smith.", "I am here Mon Ami.", "U.S. customers only", "Have a great day/evening!", "Sat nav", "We can do this every day.", "Is it a.m. or p.m.?", "See you later, alligator.", "I'd love to (really).", "Email/phone?", "P.S. Take care.", "once again", "in the meantime:", "Do it now.", "So far, so good!", "Half the battle is won!", "Mar is the sea.", "At first, second thoughts", "PST! Listen.", "It's TOP!", "Good night", "May we?", "Sun and fun", "ten", "Hi:)", "👍🏽", "C'est la vie", "COVID",
		"Einen Augenblick bitte.", "Tausend Dank!", "Alles klar, machen wir.", "Zum einen", "Acht geben!", "Eine Sekunde.", "z. B. per Karte", "Guten Morgen", "Guten Tag!", "Auf jeden Fall", "unter anderem", "Ich bin für Sie da, Tag und Nacht.", "Zweitens", "So, das war es.", "Na, so was!", "Fr. Müller", "Guten Abend", "Noch einmal bitte.", "das erste Mal", "halb so schlimm",
		"Un memento.", "Mil gracias.", "Por un lado", "Una vez más", "Ten en cuenta esto.", "En un segundo", "Buenos días", "de una vez", "cada día", "medio", "todos los días", "hoy en día", "Mi amigo", "buenas noches", "por primera vez", "al día",
		"请稍等一下。", "万分感谢！", "千万别忘了。", "第一时间联系您。", "一会儿见。", "一定会的。", "百分百满意。", "十分抱歉。", "一对一服务。", "四处看看", "两者都可以", "祝您一天愉快", "每天开心", "一周愉快", "三思而后行", "万一有问题", "今天", "日常", "半天", "九州", "统一", "同一个", "一日三餐", "唯一", "二维码", "二手", "二选一",
		"شكرًا جزيلًا!", "لحظة واحدة من فضلك", "ألف شكر", "يوم سعيد", "نصف", "أولًا", "كل يوم",
		"एक मिनट रुकिए", "बहुत-बहुत धन्यवाद", "एक बार फिर", "पहले", "दो टूक", "हर दिन", "आपका दिन शुभ हो",
	} {
		said := newSide(phrase)
		if fact, ok := said.facts.missing(none.facts); ok {
			t.Errorf("%q has the fact %q", phrase, fact)
		}
		if link, ok := missingLink(said.links, nil); ok {
			t.Errorf("%q has the link %q", phrase, link)
		}
		if rate, ok := said.facts.addedRate(none.facts); ok {
			t.Errorf("%q has the rate %q", phrase, rate)
		}
	}
}
