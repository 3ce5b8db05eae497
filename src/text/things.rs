//! Words for somebody who could not be identified, and for things and times that are no labels of speakers.

use super::vocabulary::{is_role_word, is_unspaced};
use crate::model::hashing::HashSet;
use std::sync::LazyLock;

/// Words for somebody whom the transcriber could not identify.
const UNIDENTIFIED: &str = "
inaudible unintelligible unclear indistinct unidentified unknown unrecognized unrecognised unnamed multiple several various
off-camera off-screen offscreen unbekannt unbekannter unbekannte unverständlich unverständlicher mehrere inconnu inconnue inaudibles
indistincts desconocido desconocida inaudibles varios varias desconhecido desconhecida vários várias sconosciuto sconosciuta onbekend
onbekende okänd ukendt неизвестный неизвестная неразборчиво несколько
";

/// Things of everyday life and times that people list in an answer, and that are rarely names.
const THINGS: &str = "
rent rents price prices cost costs costing fee fees wage wages salary pay income money savings debt debts tax taxes bill bills
budget food bread milk meat water gas electricity heating heat clothes clothing shoes transport travel bus train car petrol fuel
housing house flat room kitchen bathroom bedroom garden school schools education university health healthcare medicine
insurance work job jobs study studies training weather language food-wise family friends leisure sport sports religion politics
breakfast lunch dinner supper morning mornings noon afternoon afternoons evening evenings night nights midnight weekday weekdays
weekend weekends tuesday tuesdays wednesday wednesdays thursday thursdays today yesterday tomorrow spring summer autumn winter january february october november december before after later earlier
oldest youngest biggest smallest best worst advantage disadvantage reason reasons result results effect difference problem problems
miete preis preise kosten lohn geld essen brot milch wasser strom gas heizung kleidung verkehr wohnung zimmer küche garten schule
gesundheit medizin versicherung arbeit studium wetter sprache familie freunde freizeit frühstück mittagessen abendessen morgens mittags
nachmittags abends nachts montag dienstag mittwoch donnerstag freitag samstag sonntag heute gestern früher später vorteil nachteil grund
loyer prix coût salaire argent nourriture pain lait eau électricité chauffage vêtements logement cuisine jardin école santé
assurance travail famille amis loisirs matin midi soir nuit lundi mardi mercredi jeudi vendredi samedi dimanche avantage inconvénient raison
alquiler renta precio costo coste sueldo dinero comida leche agua luz ropa vivienda casa cocina escuela salud trabajo familia
amigos mañana tarde noche lunes martes miércoles jueves viernes sábado domingo ventaja desventaja razón
aluguel preço custo salário dinheiro comida leite água trabalho escola saúde manhã noite segunda terça quarta quinta sexta
affitto prezzo costo stipendio soldi cibo lavoro scuola salute mattina pomeriggio sera notte lunedì martedì mercoledì giovedì venerdì
huur prijs kosten loon geld eten werk ochtend middag avond maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
аренда цена зарплата деньги еда работа школа утром днём вечером ночью понедельник вторник среда четверг пятница суббота воскресенье
房租 租金 价格 價格 工资 工資 收入 支出 费用 費用 学费 學費 水电 水電 吃饭 吃飯 伙食 住房 交通 教育 医疗 醫療 健康 早上 早晨 上午 中午 下午 晚上 夜里 夜裡 白天
周一 周二 周三 周四 周五 周六 周日 星期一 星期二 星期三 星期四 星期五 星期六 星期天 星期日 春天 夏天 秋天 冬天 今天 昨天 明天 以前 后来 後來 现在 現在 优点 優點 缺点 缺點 原因 结果 結果
家賃 値段 給料 食費 朝 昼 夜 午前 午後 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 월세 가격 월급 아침 점심 저녁 오전 오후 밤
";

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

static NOT_IDENTIFIED: LazyLock<HashSet<&str>> = LazyLock::new(|| set(UNIDENTIFIED));
static THING: LazyLock<HashSet<&str>> = LazyLock::new(|| set(THINGS));

/// True for somebody whom the transcriber could not identify, or several people: `inaudible speaker`, `Unknown Male 1`.
#[must_use]
pub fn is_unidentified(label: &str) -> bool {
    if label.contains(is_unspaced) {
        let unknown = ["不明", "未知", "未识别", "未識別", "不詳", "多位", "多名"]
            .iter()
            .find_map(|word| label.strip_prefix(word));
        return unknown
            .is_some_and(|role| is_role_word(role) || matches!(role, "者" | "男" | "女" | "发言人" | "發言人"));
    }
    let lower = label.to_lowercase();
    let (mut unknown, mut roles) = (0, 0);
    let known = lower.split_whitespace().all(|word| {
        let is_role = is_role_word(word) && !NOT_IDENTIFIED.contains(word) || word == "voices";
        unknown += usize::from(NOT_IDENTIFIED.contains(word));
        roles += usize::from(is_role);
        is_role || NOT_IDENTIFIED.contains(word) || word.bytes().all(|byte| byte.is_ascii_digit())
    });
    known && unknown > 0 && roles > 0
}

/// True for a thing or a time that people list in an answer: `Rent`, `Monday`, `房租`.
#[must_use]
pub fn is_thing(label: &str) -> bool {
    THING.contains(label.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{is_thing, is_unidentified};

    #[test]
    fn unidentified_speakers_and_things_are_distinguished_from_names() {
        for label in [
            "inaudible speaker",
            "Unidentified Male",
            "Unknown Speaker 2",
            "Multiple speakers",
            "unbekannter Sprecher",
            "intervenant inconnu",
            "不明说话人",
        ] {
            assert!(is_unidentified(label), "{label}");
        }
        for label in ["inaudible", "Speaker", "Speaker 2", "inaudible word", "Unknown Soldier Ben", "不明原因", ""]
        {
            assert!(!is_unidentified(label), "{label}");
        }
        assert!(["Rent", "Tuesday", "房租", "MIETE"].iter().all(|label| is_thing(label)));
        assert!(["Tom", "April", "Sunday", "Mrs Price", "房东"].iter().all(|label| !is_thing(label)));
    }
}
