//! Heads of columns in tables of participants and of documents.

/// Heads of columns that are likely to contain the participants' names.
pub(super) const NAMES: [&str; 24] = [
    "participant",
    "name",
    "case",
    "id",
    "pseudonym",
    "participant id",
    "respondent",
    "interviewee",
    "participants",
    "姓名",
    "受访者",
    "编号",
    "参与者",
    "被访者",
    "responseid",
    "response id",
    "respondent id",
    "id. response id",
    "record_id",
    "record id",
    "submission id",
    "_id",
    "_uuid",
    "instanceid",
];

/// Words in the head of a column with the participants' names if the head is a whole question.
pub(super) const IN_QUESTIONS: [&str; 4] = ["participant", "interviewee", "pseudonym", "受访者"];

/// Heads of columns with the time of an answer.
pub(super) const TIMES: [&str; 6] =
    ["timestamp", "zeitstempel", "horodateur", "marca temporal", "start date", "时间戳记"];

/// Heads of columns that are likely to name documents.
pub(super) const DOCUMENTS: [&str; 22] = [
    "document",
    "documents",
    "document name",
    "document title",
    "dokument",
    "dokumentname",
    "nom du document",
    "nombre del documento",
    "nome do documento",
    "doc",
    "file",
    "filename",
    "file name",
    "transcript",
    "source",
    "source name",
    "interview",
    "文档",
    "文件",
    "文件名",
    "文档名",
    "转录稿",
];

/// Heads of columns with groups of documents.
pub(super) const GROUPS: [&str; 8] = [
    "document group",
    "dokumentgruppe",
    "groupe de documents",
    "grupo de documentos",
    "folder",
    "path",
    "文档组",
    "文件夹",
];
