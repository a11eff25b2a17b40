package guard

import "maps"

var germanUnits = table([]row[int]{
	{1, "ein eins"},
	{2, "zwei"},
	{3, "drei"},
	{4, "vier"},
	{5, "funf"},
	{6, "sechs"},
	{7, "sieben"},
	{8, "acht"},
	{9, "neun"},
	{10, "zehn"},
	{11, "elf"},
	{12, "zwolf"},
	{13, "dreizehn"},
	{14, "vierzehn"},
	{15, "funfzehn"},
	{16, "sechzehn"},
	{17, "siebzehn"},
	{18, "achtzehn"},
	{19, "neunzehn"},
	{20, "zwanzig"},
	{30, "dreissig"},
	{40, "vierzig"},
	{50, "funfzig"},
	{60, "sechzig"},
	{70, "siebzig"},
	{80, "achtzig"},
	{90, "neunzig"},
})

var otherNumbers = table([]row[int]{
	{0, "zero null cero صفر शून्य"},
	{1, "one first eine einen einem einer eines erste ersten erster erstes erstem einmal un uno una primer primero primera une مرة واحد واحدة الأولى الأول एक पहला पहली पहले"},
	{2, "dois duas second two both couple pair twice double zwo beide beiden paar doppelt zweite zweiten zweiter zweites zweimal dos ambos ambas par doble segundo segunda deux اثنان اثنين اثنتان اثنتين كلا كلتا مرتين الثاني الثانية दो दोनों दूसरा दूसरी"},
	{3, "three third dritte dritten dritter drittes dreimal tres tercer tercero tercera trois ثلاثة ثلاث الثالث الثالثة तीन तीसरा तीसरी तीसरे"},
	{4, "four quatro fourth vierte vierten vierter viertes viermal cuatro cuarto cuarta quatre أربعة أربع الرابع الرابعة चार चौथा चौथी चौथे"},
	{5, "five fifth fuenf funfte funften funfter funftes cinco quinto quinta cinq خمسة خمس الخامس الخامسة पांच पाँच"},
	{6, "six sixth sechste sechsten sechster sexto sexta السادس السادسة seis ستة ست छह छः छे छठा छठी छठे"},
	{7, "seven sete seventh siebte siebten siebter septimo septima السابع السابعة siete sept سبعة سبع सात"},
	{8, "eight oito eighth achte achter octavo octava الثامن الثامنة ocho huit ثمانية ثماني ثمان आठ"},
	{9, "nine nove ninth neunte neunten neunter noveno novena التاسع التاسعة nueve neuf تسعة تسع नौ"},
	{10, "ten dez tenth zehnte zehnten zehnter decimo decima العاشر العاشرة diez dix عشرة عشر दस"},
	{11, "eleven eleventh elfte elften once onze"},
	{12, "twelve doze twelfth zwolfte zwolften dozen dutzend doce docena douze दर्जन"},
	{13, "thirteen trece"},
	{14, "fourteen catorce"},
	{15, "fifteen quinze quince"},
	{16, "sixteen dieciseis"},
	{17, "seventeen diecisiete"},
	{18, "eighteen dieciocho"},
	{19, "nineteen diecinueve"},
	{20, "twenty vinte twentieth veinte vingt عشرون عشرين"},
	{30, "thirty treinta trente ثلاثون ثلاثين"},
	{40, "forty cuarenta أربعون أربعين"},
	{50, "fifty cincuenta خمسون خمسين"},
	{60, "sixty sesenta ستون ستين"},
	{70, "seventy setenta سبعون سبعين"},
	{80, "eighty ochenta ثمانون ثمانين"},
	{90, "ninety noventa تسعون تسعين"},
	{half, "half halb halbe halben media medio نصف आधा आधे आधी"},
	{21, "veintiun veintiuno veintiuna"},
	{22, "veintidos"},
	{23, "veintitres"},
	{24, "veinticuatro"},
	{25, "veinticinco"},
	{26, "veintiseis"},
	{27, "veintisiete"},
	{28, "veintiocho"},
	{29, "veintinueve"},
	{100, "cien ciento مئة مائة"},
	{200, "doscientos doscientas مئتان مئتين مائتين مئتا مئتي مائتان"},
	{300, "ثلاثمئة ثلاثمائة trescientos trescientas"},
	{400, "أربعمئة أربعمائة cuatrocientos cuatrocientas"},
	{500, "خمسمئة خمسمائة quinientos quinientas"},
	{600, "ستمئة ستمائة seiscientos"},
	{700, "سبعمئة سبعمائة setecientos"},
	{800, "ثمانمئة ثمانمائة ochocientos"},
	{2_000_000, "مليونان مليونين مليوني"},
	{2000, "ألفان ألفين ألفي"},
	{900, "تسعمئة تسعمائة novecientos"},
})

var numberWords = merged()

func merged() map[string]int {
	all := maps.Clone(otherNumbers)
	maps.Copy(all, germanUnits)
	addHindi(all)
	return all
}

// softNumbers are words that are no number in most sentences, or in another language. New in
// an answer they are no fact.
var softNumbers = wordSet(`zero one second ten once dozen both couple pair twice double half first third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth twentieth null ein eins eine einen
	einem einer eines einmal beide beiden paar doppelt dutzend acht erste ersten erster erstes erstem zweite zweiten zweiter zweites
	dritte dritten dritter drittes vierte vierten vierter viertes funfte funften funfter funftes sechste sechsten sechster siebte siebten siebter
	achte achter neunte neunten neunter zehnte zehnten zehnter elfte elften zwolfte zwolften cero un uno una ambos ambas par doble docena primer primero primera segundo segunda tercer tercero
	tercera cuarto quinto cuarta quinta sexto sexta septimo septima octavo octava noveno novena decimo decima une neuf مرة صفر واحد واحدة كلا كلتا مرتين الأولى الأول الثاني الثانية الثالث الثالثة الرابع الرابعة الخامس الخامسة السادس السادسة السابع السابعة
	الثامن الثامنة التاسع التاسعة العاشر العاشرة शून्य एक दो दोनों पहला पहली पहले
	दूसरा दूसरी तीसरा तीसरी तीसरे चौथा चौथी चौथे छठा छठी छठे दर्जन सौ`)

// softAlone are those that are numbers if a unit follows.
var softAlone = wordSet(`ten acht neuf दो सौ hundred thousand million`)

// backReferences are before the number of what was named.
var backReferences = wordSet(`the these those die diese diesen den beiden los estos estas इन 这 那`)

// scales are powers of ten.
var scales = table([]row[int]{
	{2, "hundred hundert सौ"},
	{3, "thousand k tausend tsd mil mille ألف آلاف ألفا हजार"},
	{6, "million millions mn mio millionen millón millones مليون ملايين"},
	{9, "billion billions bn mrd milliarde milliarden مليار अरब"},
	{5, "lakh lakhs lac लाख"},
	{7, "crore crores करोड़"},
	{4, "万 萬 만"},
	{8, "亿 억"},
})

// priceScales are glued to a price: $1.5M.
var priceScales = map[string]int{"m": 6, "b": 9}

// wordScales are those that may follow a number in words, or be alone: not k.
var wordScales = wordSet(`hundred thousand million billion lakh crore hundert tausend millionen mil millón millones ألف آلاف ألفا مليون ملايين सौ हजार लाख करोड़`)

var numberLinks = wordSet(`and y und et`)

// namedTimes are times that have a name.
var namedTimes = table([]row[string]{
	{clockKey + "12:00", "noon midday mittag mediodia"},
	{clockKey + "0:00", "midnight mitternacht medianoche minuit"},
})
