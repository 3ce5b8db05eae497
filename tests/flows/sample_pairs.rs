//! The results of the study behind the sample, as data: its tables of factors and categories, and the participants
//! named for each factor. After Tadevosyan, Chen and Liu (2020), ADB East Asia Working Paper 33, CC BY 3.0 IGO.

/// A factor for returning, and the participants whom the paper names for it.
pub struct Factor {
    pub asset: &'static str,
    pub direction: &'static str,
    pub name: &'static str,
    /// One letter per participant.
    pub named: &'static str,
}

/// Table 4, in the order of the paper.
#[rustfmt::skip]
pub const FACTORS: &[Factor] = &[
    Factor { asset: "Financial capital", direction: "push", named: "HKOPQ",
        name: "Low income" },
    Factor { asset: "Financial capital", direction: "push", named: "CKNO",
        name: "Ever-increasing living cost in cities, including for housing and transportation" },
    Factor { asset: "Financial capital", direction: "pull", named: "",
        name: "Improvement of local economic situation and employment opportunities" },
    Factor { asset: "Financial capital", direction: "pull", named: "KQ",
        name: "Relative low cost of living" },
    Factor { asset: "Human capital", direction: "push", named: "",
        name: "The challenge of living and working in the city" },
    Factor { asset: "Human capital", direction: "push", named: "JU",
        name: "Disadvantage in urban labor market" },
    Factor { asset: "Human capital", direction: "push", named: "B",
        name: "Limited career development due to lack of skills training in cities" },
    Factor { asset: "Human capital", direction: "push", named: "IJ",
        name: "Low level of education and older age" },
    Factor { asset: "Human capital", direction: "push", named: "KT",
        name: "Accumulated work experience as an incentive to start business at home" },
    Factor { asset: "Human capital", direction: "pull", named: "BJ",
        name: "Economic development and implementation of the Rural Revitalization Program provides opportunities for employment and entrepreneurship at home" },
    Factor { asset: "Social capital", direction: "push", named: "F",
        name: "Exclusion from social networks, activities and services in cities" },
    Factor { asset: "Social capital", direction: "push", named: "",
        name: "Limited interactions with urban neighbors and residents" },
    Factor { asset: "Social capital", direction: "push", named: "",
        name: "Lack of social support in cities" },
    Factor { asset: "Social capital", direction: "pull", named: "",
        name: "Strong family and community networks" },
    Factor { asset: "Social capital", direction: "pull", named: "",
        name: "Social identity and belonging" },
    Factor { asset: "Social capital", direction: "pull", named: "B",
        name: "Economic, practical, and emotional support from family and community" },
    Factor { asset: "Family relations", direction: "push", named: "BCHILNOQRU",
        name: "High cost of family separation and sense of familial duty" },
    Factor { asset: "Family relations", direction: "push", named: "CDFGI",
        name: "Isolation of urban life" },
    Factor { asset: "Family relations", direction: "pull", named: "CEFGINQ",
        name: "Strong family bonds and interdependence" },
    Factor { asset: "Family relations", direction: "pull", named: "D",
        name: "Economic, practical, and emotional support from family and community" },
    Factor { asset: "Social security, housing, and infrastructure", direction: "push", named: "B",
        name: "Low/absence of social insurance coverage, unequal access to public services" },
    Factor { asset: "Social security, housing, and infrastructure", direction: "push", named: "I",
        name: "High cost of house purchase" },
    Factor { asset: "Social security, housing, and infrastructure", direction: "push", named: "FQ",
        name: "Inadequate living conditions" },
    Factor { asset: "Social security, housing, and infrastructure", direction: "pull", named: "CDEFGNOPQR",
        name: "Social security coverage" },
    Factor { asset: "Social security, housing, and infrastructure", direction: "pull", named: "FQ",
        name: "Affordable housing at home" },
    Factor { asset: "Social security, housing, and infrastructure", direction: "pull", named: "",
        name: "Improvements in transport infrastructure at home" },
    Factor { asset: "Productive assets, such as land", direction: "push", named: "",
        name: "Lack of productive assets and economic insecurity" },
    Factor { asset: "Productive assets, such as land", direction: "pull", named: "D",
        name: "Land as a key productive asset and social safety net" },
];

/// A category of returning migrants.
pub struct Category {
    pub generation: &'static str,
    pub name: &'static str,
    pub motivation: &'static [&'static str],
    pub consequence: &'static [&'static str],
}

/// Table 3, in the order of the paper.
#[rustfmt::skip]
pub const CATEGORIES: &[Category] = &[
    Category {
        generation: "First",
        name: "Return for entrepreneurship",
        motivation: &[
            "Accumulated sufficient human, financial, and social capital in the city",
            "Wish to take advantage of new business opportunities in their hometown",
        ],
        consequence: &[
            "Making an investment (e.g., housing, private business usually in the manufacturing industry)",
            "Improving social status",
            "Strengthening social ties",
        ],
    },
    Category {
        generation: "First",
        name: "Return for family reunification",
        motivation: &[
            "Some skills and work experience",
            "Limited financial and social capital",
            "Reunite with family",
            "Wish to take responsibility for children’s education",
        ],
        consequence: &[
            "Difficulty in setting up a business or finding a full-time job",
            "Doing part-time job while farming",
        ],
    },
    Category {
        generation: "First",
        name: "Return due to difficulty to adjust",
        motivation: &[
            "Limited skills and experience",
            "No social and financial capital",
            "Strong ties with hometown",
            "Unable to tackle challenges in the city",
        ],
        consequence: &[
            "No change in status",
            "Difficulty to find a job",
        ],
    },
    Category {
        generation: "Second",
        name: "Return for entrepreneurship",
        motivation: &[
            "Some skills and work experience",
            "No financial capital",
            "Individual self-advancement and prosperity",
            "Motivated by more opportunities of their hometown with better infrastructure and economic development and the responsibility of taking care of their family (mostly men)",
        ],
        consequence: &[
            "Starting a business is difficult, but some succeed, e.g., in e-commerce",
        ],
    },
    Category {
        generation: "Second",
        name: "Return for marriage or family reunification",
        motivation: &[
            "Some skills and work experience",
            "No financial capital",
            "Return for marriage (specifically women)",
            "Reunite with family (both women and men)",
        ],
        consequence: &[
            "Successful in finding wage employment",
            "Some (particularly men) hope to start a business, but are often unsuccessful",
            "Some may migrate again",
        ],
    },
    Category {
        generation: "Second",
        name: "Return due to difficulty to adjust",
        motivation: &[
            "Limited skills and experience",
            "No social and financial capital",
            "Poor adaptability",
            "Challenge of coping with city life",
            "Wish to take advantage of new job opportunities in their hometown",
        ],
        consequence: &[
            "No improvement in livelihoods",
            "Difficulty to find a job and reluctance to do farming",
        ],
    },
];
