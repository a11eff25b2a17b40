package guard

import "strings"

// unit is a set of the units that may be meant: a pound is money or a weight.
type unit uint64

const (
	eur unit = 1 << iota
	usd
	cad
	aud
	nzd
	mxn
	ars
	gbp
	jpy
	cny
	inr
	pkr
	chf
	sek
	nok
	dkk
	aed
	sar
	egp
	krw
	rub
	lira
	// otherMoney is a currency without a bit of its own: it has a label.
	otherMoney
	cent
	percent
	kilometer
	mile
	meter
	centimeter
	foot
	kilogram
	gram
	lb
	ounce
	liter
	milliliter
	gallon
	second
	minute
	hour
	day
	week
	month
	year
	night
	kilobyte
	megabyte
	gigabyte
	terabyte
	celsius
	fahrenheit
	kmh
	mph
	// measure is another unit with a label.
	measure
)

const (
	dollar = usd | cad | aud | nzd
	peso   = mxn | ars
	// strict are the units without which an amount is another fact.
	strict = percent*2 - 1
	// spans are the units of time.
	spans = second | minute | hour | day | week | month | year | night
)

var symbolUnits = table([]row[unit]{
	{eur, "€"}, {dollar | mxn, "$"}, {gbp, "£"}, {jpy | cny, "¥"}, {inr, "₹"}, {krw, "₩"}, {rub, "₽"}, {lira, "₺"}, {percent, "%"}, {cent, "¢"},
})

// isoUnits are codes that count in capitals only: "try" is a word.
var isoUnits = table([]row[unit]{
	{eur, "eur"},
	{usd, "usd"},
	{cad, "cad"},
	{aud, "aud"},
	{nzd, "nzd"},
	{mxn, "mxn"},
	{ars, "ars"},
	{gbp, "gbp"},
	{jpy, "jpy"},
	{cny, "cny rmb"},
	{inr, "inr"},
	{pkr, "pkr"},
	{chf, "chf"},
	{sek, "sek"},
	{nok, "nok"},
	{dkk, "dkk"},
	{aed, "aed"},
	{sar, "sar"},
	{egp, "egp"},
	{krw, "krw"},
	{rub, "rub"},
	{lira, "try"},
})

func isoUnit(text string) unit {
	if len(text) != 3 || !isUpper(text) {
		return 0
	}
	if u := isoUnits[strings.ToLower(text)]; u != 0 {
		return u
	}
	if isISO(text) {
		return otherMoney
	}
	return 0
}

var units = withLabels([]row[unit]{
	{eur, "유로 eur euro euros يورو यूरो"},
	{usd, "usd"},
	{dollar, "달러 dollar dollars dolares دولار دولارا دولارات डॉलर"},
	{dollar | mxn, "dolar"},
	{usd, "us_dollar us_dollars american_dollars"},
	{cad, "canadian_dollar canadian_dollars"},
	{aud, "australian_dollar australian_dollars"},
	{nzd, "new_zealand_dollars"},
	{lira, "lira liras ليره ليرات"},
	{gbp, "gbp quid"},
	{gbp | lb, "pound pounds pfund libra libras पाउंड"},
	{peso, "peso pesos"},
	{krw, "원"},
	{jpy, "yen ين"},
	{cny, "yuan"},
	{inr, "inr रुपये रुपए रुपया रुपयों रूपये रूपए रु"},
	{inr | pkr, "rs rupee rupees rupien rupias روبيه"},
	{chf, "chf franken francs"},
	{nok | dkk, "krone"},
	{nok | dkk | sek, "kronen"},
	{sek, "kronor"},
	{sek | nok | dkk, "kr"},
	{aed, "दिरहम درهم دراهم درهما dirhams"},
	{sar, "ريال ريالا ريالات riyals"},
	{egp | gbp, "جنيه جنيها جنيهات"},
	{cent, "cents cent centimos centavos سنت سنتا سنتات"},
	{percent, "퍼센트 percent per_cent pct prozent por_ciento pour_cent بالمئة بالمائة في_المئة في_المائة प्रतिशत फीसदी"},
	{kilometer, "km kilometer kilometers kilometre kilometres kilometern kilometro kilómetros كيلومتر كيلومترا كيلومترات كم किलोमीटर किमी"},
	{mile, "mi mile miles meile meilen milla millas ميل أميال मील"},
	{meter | minute, "m"},
	{meter, "meter meters metre metres metern metro metros متر مترا أمتار मीटर"},
	{centimeter, "cm centimeters zentimeter centimetros سم سنتيمتر سنتيمترا سنتيمترات"},
	{foot, "ft foot feet pies"},
	{kilogram, "kg kilo kilos kilogram kilograms kilogramm kilogramos كيلو كيلوغرام كيلوغراما كيلوغرامات كيلوجرام كيلوجرامات كغ كجم किलो किलोग्राम"},
	{gram, "g gram grams gramm gramos غرام غراما غرامات جرام جراما جرامات ग्राम"},
	{lb, "lb lbs"},
	{ounce, "oz ounce ounces unzen"},
	{liter, "l liter liters litre litres litro litros لتر لترا لترات ليتر लीटर"},
	{milliliter, "ml milliliter milliliters millilitres mililitros مل مليلتر مللتر मिलीलीटर"},
	{gallon, "gal gallon gallons"},
	{second, "초 s sec secs second seconds sekunde sekunden segundo segundos ثانيه ثواني सेकंड सेकेंड ثوان"},
	{minute, "분 min mins minute minutes minuten minuto minutos دقيقه دقائق मिनट मिनटों"},
	{hour, "시간 h hr hrs hour hours stunde stunden std hora horas ساعه ساعات घंटे घंटा घंटों घण्टे घण्टा heures"},
	{day, "일 영업일 day days tag tage tagen werktag werktage werktagen arbeitstage arbeitstagen dia dias jours يوم يوما ايام أيام दिन दिनों दिवस दिवसों"},
	{week, "주 주일 week weeks woche wochen semana semanas أسبوع أسابيع सप्ताह हफ्ता हफ्ते हफ्तों أسبوعا"},
	{month, "월 달 개월 month months monat monate monaten mes meses شهر أشهر شهرا महीना महीने महीनों माह شهور"},
	{year, "년 year years jahr jahre jahren ano anos سنه سنوات عام أعوام साल वर्ष सालों वर्षों سنين عاما"},
	{night, "박 night nights nacht nachte nachten noche noches ليله ليال ليالي रात रातें रातों"},
	{kilobyte, "kb كيلوبايت"},
	{megabyte, "mb megabytes ميجابايت ميغابايت ميجا"},
	{gigabyte, "gb gigabytes gigabyte gigas جيجابايت غيغابايت جيجا"},
	{terabyte, "tb تيرابايت"},
	{celsius, "celsius درجة_مئوية درجات_مئوية"},
	{fahrenheit, "fahrenheit درجة_فهرنهايت"},
	{kmh | kilometer, "kmh km/h"},
	{mph | mile, "mph"},
})

// hanUnits are those of Chinese, which are found as the beginning of what follows.
var hanUnits = map[string]unit{
	"元": cny | jpy, "块": cny, "人民币": cny, "美元": usd, "美金": usd, "欧元": eur, "英镑": gbp, "日元": jpy, "円": jpy, "卢比": inr, "加元": cad, "澳元": aud, "韩元": krw, "卢布": rub, "港币": otherMoney, "港元": otherMoney,
	"公里": kilometer, "千米": kilometer, "英里": mile, "米": meter, "厘米": centimeter, "公斤": kilogram, "千克": kilogram, "克": gram, "磅": lb, "升": liter, "毫升": milliliter,
	"秒": second, "分钟": minute, "小时": hour, "个小时": hour, "天": day, "日": day, "个工作日": day, "工作日": day, "周": week, "星期": week, "个星期": week, "个月": month, "月": month, "年": year, "晚": night, "夜": night,
}
