package guard

// meridiems are the short forms after a time.
var meridiems = table([]row[part]{
	{morning, "am ص"},
	{afternoon, "pm م"},
})

var dayParts = table([]row[part]{
	{morning, "morning morgens fruh vormittags vormittag morgen manana madrugada matin صباحا صباح الصباح فجرا فجر الفجر सुबह सवेरे 오전 아침 새벽"},
	{afternoon, "afternoon evening nachmittags nachmittag abends abend mittags tarde mediodia apres-midi soir ظهرا عصرا عصر العصر الظهر مساء المساء दोपहर शाम 오후 저녁"},
	{atNight, "night tonight nachts noche ليلا الليل रात 밤"},
})

// dayPartLinks are the words between a time and the part of the day.
var dayPartLinks = wordSet(`in the at am um de la del por du في من بعد قبل منتصف تماما के को में`)

var hanDayParts = table([]row[part]{
	{morning, "凌晨 早上 上午 早晨"},
	{afternoon, "中午 下午 傍晚"},
	{atNight, "晚上 今晚"},
})

var months = table([]row[int]{
	{1, "january jan januar janner enero ene janvier يناير كانون_الثاني जनवरी"},
	{2, "february feb februar febrero fevrier فبراير شباط फरवरी"},
	{3, "march mar marz maerz marzo mars مارس آذار मार्च"},
	{4, "april apr abril abr avril ابريل نيسان अप्रैल"},
	{5, "may mai mayo مايو أيار मई"},
	{6, "june jun juni junio juin يونيو حزيران जून"},
	{7, "july jul juli julio juillet يوليو تموز जुलाई"},
	{8, "august aug agosto ago aout أغسطس अगस्त"},
	{9, "september sep sept septiembre setiembre septembre سبتمبر أيلول सितंबर सितम्बर"},
	{10, "october oct oktober okt octubre octobre أكتوبر تشرين_الأول अक्टूबर अक्तूबर"},
	{11, "november nov noviembre novembre نوفمبر تشرين_الثاني नवंबर नवम्बर"},
	{12, "december dec dezember dez diciembre dic décembre ديسمبر كانون_الأول दिसंबर दिसम्बर"},
})

// softMonths are other words too.
var softMonths = wordSet(`may march mai mars august شباط مارس نيسان`)

// weekdays count from 1, Sunday.
var weekdays = table([]row[int]{
	{1, "sunday sun sonntag sonntags domingo dimanche الأحد रविवार इतवार sundays domingos"},
	{2, "monday mon montag montags lunes lundi الاثنين الإثنين सोमवार mondays"},
	{3, "tuesday tue dienstag dienstags martes mardi الثلاثاء मंगलवार tuesdays"},
	{4, "wednesday wed mittwoch mittwochs miercoles mercredi الأربعاء बुधवार wednesdays"},
	{5, "thursday thu donnerstag donnerstags jueves jeudi الخميس गुरुवार बृहस्पतिवार वीरवार thursdays"},
	{6, "friday fri freitag freitags viernes vendredi الجمعة शुक्रवार fridays"},
	{7, "saturday sat samstag samstags sonnabend sabado samedi السبت शनिवार saturdays sabados"},
})

var softWeekdays = wordSet(`sun mon tue wed thu fri sat`)

var hanWeekdays = table([]row[int]{{0, "日 天"}, {1, "一"}, {2, "二"}, {3, "三"}, {4, "四"}, {5, "五"}, {6, "六"}})

// ordinals are what may be glued to a number.
var ordinals = wordSet(`st nd rd th er re e eme o a वें वां वीं ste ten te º ª`)

// ofWords are between the parts of a date.
var ofWords = wordSet(`of de del من`)

// yearWords may be before the year.
var yearWords = wordSet("عام سنة لعام لسنة")

var ranges = wordSet(`to and through until bis und al a y`)

var minuses = wordSet(`minus menos moins سالب ناقص माइनस ऋण`)

// perWords are before the unit of a rate: 5 a day.
var perWords = wordSet(`a per pro por al of in im each every the de von`)

// connectors are between two numbers that share a unit.
var connectors = wordSet(`- – , / ~ to and or through until till bis und oder a al y o hasta et ou à 至 到 和 或 إلى و أو حتى से और या ,_and ,_or bis_zu hasta_las a_las
	y_las al_dia bis_zum and_the to_the y_el al_de`)
