//! The command line: definitions only. Help is in both languages, Vietnamese first, since it is read before any language
//! can be chosen.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::{model::period::Period, text::Lang};

/// How the help of every command is laid out; clap's own headings are English only.
const HELP: &str = "{about}\n\nCách dùng / Usage: {usage}\n\n{all-args}{after-help}";
const ARGUMENTS: &str = "Đối số / Arguments";
const OPTIONS: &str = "Tuỳ chọn / Options";
const COMMON: &str = "Tuỳ chọn chung / Common options";

/// The program.
#[derive(Debug, Parser)]
#[command(
    name = "tthc",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    help_template = HELP,
    subcommand_help_heading = "Lệnh / Commands",
    override_usage = "tthc <LỆNH> …\n       tthc <THƯ_MỤC hoặc TỆP>…",
    about = "Đọc sổ theo dõi hồ sơ TTHC, kiểm tra từng dòng, lập báo cáo quý.\n\
             Reads registers of administrative-procedure cases, checks every row, fills the quarterly report.",
    after_help = "Ví dụ / Examples:\n  tthc init bao-cao-2023-q1\n  tthc run bao-cao-2023-q1 --period 2023-Q1\n  \
                  tthc check so.xlsx --catalogue danh-muc.xlsx\n  tthc explain DG010\n\n\
                  Mã kết thúc / Exit status: 0 xong, không có lỗi · 1 xong, còn lỗi phải sửa · 2 lệnh sai · 3 không làm được"
)]
pub struct Cli {
    /// Options for every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Files or a folder dragged onto the program.
    #[arg(
        value_name = "ĐƯỜNG_DẪN",
        help_heading = ARGUMENTS,
        help = "Thư mục (chạy) hoặc tệp (kiểm tra) / a folder to run, or files to check"
    )]
    pub paths: Vec<PathBuf>,
    /// Options of their count.
    #[command(flatten)]
    pub counting: Counting,
}

/// Options for every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = COMMON)]
pub struct Common {
    /// Format of the result.
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "DẠNG", hide_possible_values = true, hide_default_value = true, help = "Dạng kết quả: human (mặc định) hoặc json, ra stdout / format of the result: human (default) or json, on stdout")]
    pub format: Format,
    /// Nothing but what stops the work.
    #[arg(
        long,
        global = true,
        help = "Không in gì, trừ khi không làm được / print nothing unless it can't be done"
    )]
    pub quiet: bool,
    /// Language of the messages.
    #[arg(long, global = true, value_parser = language, env = "TTHC_LANG", hide_env = true, default_value = "vi", value_name = "NGÔN_NGỮ", hide_possible_values = true, hide_default_value = true, help = "Ngôn ngữ thông báo: vi (mặc định) hoặc en; cũng đặt được bằng TTHC_LANG / language of the messages: vi (default) or en; TTHC_LANG works too")]
    pub lang: LangArg,
    /// Colour.
    #[arg(long, global = true, value_enum, default_value_t = ColorArg::Auto, value_name = "MÀU", hide_possible_values = true, hide_default_value = true, help = "Màu chữ: auto (mặc định), always, never / colour: auto (default), always, never")]
    pub color: ColorArg,
    /// Shows the help.
    #[arg(short, long, global = true, action = ArgAction::Help, help = "Xem cách dùng / show this help")]
    help: Option<bool>,
    /// Shows the version.
    #[arg(short = 'V', long, action = ArgAction::Version, help = "Xem phiên bản / show the version")]
    version: Option<bool>,
}

/// Options of a count.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = OPTIONS)]
pub struct Counting {
    /// Period.
    #[arg(long, value_parser = period, conflicts_with_all = ["from", "to"], value_name = "KỲ", help = "Kỳ báo cáo: 2023-Q1, 2023-01, 2023-H1, 2023-9M, 2023 / reporting period")]
    pub period: Option<Period>,
    /// First day.
    #[arg(long, requires = "to", value_parser = day, value_name = "NGÀY", help = "Ngày đầu, năm-tháng-ngày / first day, year-month-day")]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[arg(long, requires = "from", value_parser = day, value_name = "NGÀY", help = "Ngày cuối / last day")]
    pub to: Option<NaiveDate>,
    /// Catalogue.
    #[arg(
        long,
        value_name = "TỆP",
        help = "Danh mục TTHC thay cho danh-muc/ / procedure catalogue instead of danh-muc/"
    )]
    pub catalogue: Option<PathBuf>,
    /// Today.
    #[arg(long, value_parser = day, value_name = "NGÀY", help = "Coi ngày này là hôm nay / take this day for today")]
    pub today: Option<NaiveDate>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Makes a report folder.
    #[command(alias = "khoi-tao", override_usage = "tthc init <THƯ_MỤC> [TUỲ_CHỌN]", help_template = HELP, about = "Tạo thư mục báo cáo mới / make a report folder (khoi-tao)")]
    Init {
        /// The folder.
        #[arg(value_name = "THƯ_MỤC", help_heading = ARGUMENTS, help = "Thư mục sẽ tạo / the folder to make")]
        dir: PathBuf,
        /// The catalogue to begin with.
        #[arg(
            long,
            value_name = "TỆP",
            help_heading = OPTIONS,
            help = "Danh mục TTHC: chép vào danh-muc/, thành danh sách chọn trong sổ trắng / procedure catalogue: copied into danh-muc/, offered in the blank register"
        )]
        catalogue: Option<PathBuf>,
    },
    /// Reads the inbox once and writes every result.
    #[command(
        alias = "chay", override_usage = "tthc run <THƯ_MỤC> [TUỲ_CHỌN]",
        help_template = HELP,
        about = "Đọc hộp thư một lần, ghi mọi kết quả / read the inbox once, write every result (chay)"
    )]
    Run {
        /// The folder.
        #[arg(value_name = "THƯ_MỤC", help_heading = ARGUMENTS, help = "Thư mục báo cáo / the report folder")]
        dir: PathBuf,
        /// Options of the count.
        #[command(flatten)]
        counting: Counting,
    },
    /// The same, again after every change.
    #[command(
        alias = "theo-doi", override_usage = "tthc watch <THƯ_MỤC> [TUỲ_CHỌN]",
        help_template = HELP,
        about = "Như run, lập lại kết quả sau mỗi thay đổi, đến khi dừng (Ctrl-C) / like run, again after every change, until stopped (theo-doi)"
    )]
    Watch {
        /// The folder.
        #[arg(value_name = "THƯ_MỤC", help_heading = ARGUMENTS, help = "Thư mục báo cáo / the report folder")]
        dir: PathBuf,
        /// Options of the count.
        #[command(flatten)]
        counting: Counting,
    },
    /// Validates files only; writes nothing.
    #[command(
        alias = "kiem-tra", override_usage = "tthc check <TỆP>… [TUỲ_CHỌN]",
        help_template = HELP,
        about = "Chỉ kiểm tra tệp, không ghi gì / check files only, write nothing (kiem-tra)"
    )]
    Check {
        /// The files.
        #[arg(required = true, value_name = "TỆP", help_heading = ARGUMENTS, help = "Sổ cần kiểm tra / registers to check")]
        files: Vec<PathBuf>,
        /// Options of the count.
        #[command(flatten)]
        counting: Counting,
    },
    /// Fills a template from JSON.
    #[command(alias = "dien", override_usage = "tthc fill <MẪU> --data <JSON> -o <TỆP> [TUỲ_CHỌN]\n       tthc fill <MẪU> --check", help_template = HELP, about = "Điền một mẫu từ JSON / fill a template from JSON (dien)")]
    Fill {
        /// The template.
        #[arg(value_name = "MẪU", help_heading = ARGUMENTS, help = "Mẫu .xlsx, .xlsm, .xltx / the template")]
        template: PathBuf,
        /// The data.
        #[arg(long, required_unless_present = "check", value_name = "JSON", help_heading = OPTIONS, help = "Dữ liệu / the data")]
        data: Option<PathBuf>,
        /// The result.
        #[arg(
            short,
            long,
            required_unless_present = "check",
            value_name = "TỆP",
            help_heading = OPTIONS,
            help = "Tệp kết quả / the result"
        )]
        output: Option<PathBuf>,
        /// Lists placeholders.
        #[arg(long, help_heading = OPTIONS, help = "Chỉ liệt kê các chỗ điền và chỗ sai / only list placeholders and faults")]
        check: bool,
    },
    /// Explains a rule.
    #[command(alias = "giai-thich", override_usage = "tthc explain [MÃ] [TUỲ_CHỌN]", help_template = HELP, about = "Giải thích một mã lỗi / explain a rule (giai-thich)")]
    Explain {
        /// The code; all rules without one.
        #[arg(
            value_name = "MÃ",
            help_heading = ARGUMENTS,
            help = "Mã lỗi, ví dụ DG010; bỏ trống: liệt kê tất cả / a code; none: list all"
        )]
        code: Option<String>,
    },
    /// Lists every figure that a template can use.
    #[command(
        alias = "chi-tieu", override_usage = "tthc figures [TUỲ_CHỌN]",
        help_template = HELP,
        about = "Liệt kê các chỉ tiêu dùng được trong mẫu / list the figures a template can use (chi-tieu)"
    )]
    Figures,
    /// Reads one file's bytes from stdin for another process of this program; see `commands/contain.rs`.
    #[command(name = READ_ONE, hide = true, about = "Chỉ chương trình tự dùng / for the program itself")]
    ReadOne {
        /// Bytes of memory at most; as the size of the file allows, if nothing is said.
        #[arg(long, value_name = "BYTE", help_heading = OPTIONS, help = "Bộ nhớ tối đa / most memory, in bytes")]
        memory: Option<u64>,
        /// The file's name.
        #[arg(value_name = "TÊN", help_heading = ARGUMENTS, help = "Tên tệp / name of the file")]
        name: String,
    },
}

/// The hidden command that reads one file apart from everything else.
pub const READ_ONE: &str = "__doc-tep";

/// Format of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// For machines.
    Json,
}

/// Language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LangArg {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Vi => Self::Vi,
            LangArg::En => Self::En,
        }
    }
}

/// Colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    /// On a terminal that wants it.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// An empty `TTHC_LANG` is as good as none.
fn language(text: &str) -> Result<LangArg, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "" | "vi" => Ok(LangArg::Vi),
        "en" => Ok(LangArg::En),
        _ => Err("chỉ có vi và en / only vi and en are known".to_owned()),
    }
}

fn period(text: &str) -> Result<Period, String> {
    Period::parse(text).ok_or_else(|| {
        "không phải kỳ báo cáo; ví dụ 2023-Q1, 2023-01, 2023-H1, 2023-9M, 2023 / \
         no reporting period, such as 2023-Q1, 2023-01, 2023-H1, 2023-9M, 2023"
            .to_owned()
    })
}

fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| {
        "không phải ngày dạng năm-tháng-ngày, ví dụ 2023-03-04 / no date year-month-day, such as 2023-03-04".to_owned()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_definitions_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_dragged_path_needs_no_command_and_vietnamese_names_work() {
        assert_eq!(Cli::parse_from(["tthc", "a b.xlsx"]).paths, [PathBuf::from("a b.xlsx")]);
        assert!(matches!(Cli::parse_from(["tthc", "chay", "x"]).command, Some(Command::Run { .. })));
        assert!(Cli::try_parse_from(["tthc", "run", "x", "--from", "2023-01-01"]).is_err());
        assert!(Cli::try_parse_from(["tthc", "run", "x", "--period", "2023-Q9"]).is_err());
    }
}
