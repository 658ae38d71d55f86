// Report folders whose status pages are looked at: one for each state that a head of department can meet.

import { execFileSync, spawn } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const HEADER = "STT,Mã hồ sơ,Tên TTHC,Lĩnh vực,Hình thức tiếp nhận,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái";
const SAMPLE = "samples/so-khcn-cao-bang-q1-2023";
const TODAY = ["--today", "2023-03-20"];
const QUARTER = ["--period", "2023-Q1", ...TODAY];

/** Runs the program; an exit status of 0 or 1 is a result. */
export function run(program, folder, options) {
  try {
    execFileSync(program, ["run", folder, "--quiet", ...options], { stdio: ["ignore", "ignore", "inherit"] });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
}

function put(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A day as registers write it, `days` after the first of November 2022. */
function day(days) {
  const date = new Date(Date.UTC(2022, 10, 1 + days));
  const two = (number) => String(number).padStart(2, "0");
  return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
}

/** A register: `rows` are what follows number and code. */
function register(unit, rows) {
  const code = (row, at) => `000.99.99.H14-${row[3].slice(8)}${row[3].slice(3, 5)}${row[3].slice(0, 2)}-${unit}${String(at).padStart(4, "0")}`;
  return [HEADER, ...rows.map((row, at) => [at + 1, code(row, at), ...row].join(","))].join("\n") + "\n";
}

/** Cases that are early, on time, late, open and overdue, in turn. */
function mixed(count, from, span) {
  const channels = ["Trực tuyến", "Trực tiếp", "Bưu chính công ích"];
  const status = ["", "", "", "", "Chờ bổ sung"];
  return Array.from({ length: count }, (_, at) => {
    const received = from + ((at * 7) % span);
    const due = received + 10;
    const finished = [day(due - 3), day(due), day(due + 4), day(due - 1), "", ""][at % 6];
    const open = finished === "" ? status[at % 5] : "";
    return [`Cấp giấy phép loại ${1 + (at % 9)}`, `Lĩnh vực ${"ABCDE"[at % 5]}`, channels[at % 3], day(received), day(due), finished, open];
  });
}

const LONG = "Phòng Quản lý công nghệ, thị trường công nghệ, sở hữu trí tuệ và năng lượng nguyên tử, an toàn bức xạ và hạt nhân";

/** Each state: what it is called, and how its folder is made. Returns the options of the run. */
const STATES = {
  sample: (folder) => {
    cpSync(SAMPLE, folder, { recursive: true, filter: (path) => !path.endsWith("ket-qua") });
    return TODAY;
  },
  english: (folder) => {
    STATES.sample(folder);
    return [...TODAY, "--lang", "en"];
  },
  // The quarter before among the catalogue files, and units that are missed.
  previous: (folder, program) => {
    STATES.sample(folder);
    const other = `${folder}.before`;
    STATES.sample(other);
    run(program, other, ["--period", "2022-Q4", ...TODAY]);
    mkdirSync(join(folder, "danh-muc/ky-truoc"), { recursive: true });
    copyFileSync(join(other, "ket-qua/ket-qua.json"), join(folder, "danh-muc/ky-truoc/ket-qua.json"));
    put(join(folder, "danh-muc/không phải #1 <b>.json"), "{}");
    const units = ["van-phong", "thanh-tra", "phong-tai-chinh"].map((unit) => `[don_vi."${unit}"]\nten = "Đơn vị ${unit}"\n`);
    writeFileSync(join(folder, "tthc.toml"), readFileSync(join(folder, "tthc.toml"), "utf8") + "\n" + units.join("\n"));
    return QUARTER;
  },
  // Nothing to correct and nothing to explain.
  clean: (folder) => {
    put(join(folder, "tthc.toml"), `[co_quan]\nten = "Sở Khoa học và Công nghệ"\n[don_vi.a]\nten = "Phòng A"\n`);
    const row = (name, number, on, due, done) => [number, name, "Đo lường", "Trực tuyến", on, due, done, ""];
    const code = "9.900001";
    const head = HEADER.replace("Tên TTHC", "Mã TTHC,Tên TTHC");
    const rows = [row("Cấp giấy A", code, "05/01/2023", "12/01/2023", "11/01/2023"), row("Cấp giấy A", code, "06/02/2023", "13/02/2023", "13/02/2023")];
    const lines = rows.map((cells, at) => [at + 1, `000.99.99.H14-${["230105", "230206"][at]}-0001`, ...cells].join(","));
    put(join(folder, "hop-thu/a/so.csv"), [head, ...lines].join("\n") + "\n");
    put(join(folder, "danh-muc/danh-muc.csv"), `STT,Mã TTHC,Tên TTHC,Lĩnh vực,Thời hạn giải quyết,Mức độ DVC,Cấp quy định\n1,${code},Cấp giấy A,Đo lường,5 ngày làm việc,Toàn trình,Trung ương\n`);
    return QUARTER;
  },
  // The period is not over, and one register is a newer version of another.
  early: (folder) => {
    put(join(folder, "tthc.toml"), `[co_quan]\nten = "Sở Khoa học và Công nghệ"\n`);
    for (const [name, count] of [["sổ.csv", 11], ["sổ (2).csv", 12]]) {
      const rows = Array.from({ length: count }, (_, at) => ["Cấp giấy A", "Đo lường", "Trực tuyến", day(60 + at), day(95 + at), at % 3 ? day(75) : "", ""]);
      put(join(folder, "hop-thu", LONG, name), register("1", rows));
    }
    return ["--period", "2023-Q1", "--today", "2023-01-20"];
  },
  // Twelve units are expected, none has sent anything.
  missing: (folder) => {
    mkdirSync(join(folder, "hop-thu"), { recursive: true });
    const units = Array.from({ length: 12 }, (_, at) => `[don_vi."don-vi-${at}"]\nten = "${at % 4 ? `Phòng chuyên môn số ${at}` : LONG}"\n`);
    put(join(folder, "tthc.toml"), `[co_quan]\nten = "Ủy ban nhân dân tỉnh"\n\n${units.join("\n")}`);
    return QUARTER;
  },
  // A hundred files whose names are long, marked up, decomposed, numbered or turn the direction of writing.
  hundred: (folder) => {
    const odd = [
      "Sổ theo dõi tiếp nhận và trả kết quả giải quyết thủ tục hành chính của đơn vị trong quý I năm 2023 (bản gửi lần cuối)",
      "<img src=x onerror=alert(1)>&lt;b&gt;",
      "so'do \"moi\" #1 50% a+b;c=d?x&y",
      "sổ tiếp nhận đã sửa (2)".normalize("NFD"),
      "\u202elsx.gnod-oS",
      "Sotheodoitiepnhanvatraketquagiaiquyetthutuchanhchinhcuadonvitrongquy1nam2023banguilancuoi",
      "..a ~ b.xlsx",
      "%23 %2f 100%",
      "so 漢字かな 🙂",
      "javascript:alert(1)",
    ];
    const sealed = "Phongquanlycongnghethitruongcongnghesohuutrituevanangluongnguyentuantoanbucxahatnhan";
    for (let at = 0; at < 100; at += 1) {
      const unit = [`${LONG}`, "<b>Phòng & \"B\"<i>", "Chi cục Đo lường".normalize("NFD"), "phòng#3%20", "d (2)", sealed][at % 6];
      const rows = mixed(3 + (at % 4), 40, 90);
      // One wrong date each, so that a marked copy comes back.
      rows[0][3] = day(60);
      rows[0][5] = "31/02/2023";
      put(join(folder, "hop-thu", unit, `năm 2023 ${at % 7}`, `${odd[at % 10]} ${at}.csv`), register(String(at % 90).padStart(2, "0"), rows));
    }
    put(join(folder, "hop-thu", LONG, "hỏng.xlsx"), "PK\u0003\u0004 no archive");
    put(join(folder, "tthc.toml"), `[co_quan]\nten = "</title><script>alert(2)</script> Sở"\nten_cap_tren = "${LONG}"\n`);
    return QUARTER;
  },
  // A year of large numbers: every month, every bar, thousands of cases.
  year: (folder) => {
    for (const [at, unit] of ["Sở Nội vụ", LONG, "Chi cục", "Trung tâm Phục vụ hành chính công", "Văn phòng", "Thanh tra"].entries()) {
      put(join(folder, "hop-thu", unit, "so.csv"), register(`${at}`, mixed(at === 0 ? 6400 : 340, 45, 420)));
    }
    put(join(folder, "tthc.toml"), `[co_quan]\nten = "Sở Khoa học và Công nghệ tỉnh Cao Bằng"\nten_cap_tren = "Ủy ban nhân dân tỉnh Cao Bằng"\n`);
    return ["--period", "2023", "--today", "2023-12-20"];
  },
  // A filled workbook is open in another program when it is to be replaced: the page links to the numbered one.
  held: (folder, program) => {
    STATES.sample(folder);
    run(program, folder, TODAY);
    const results = join(folder, "ket-qua");
    const name = readdirSync(results).find((file) => file.startsWith("tong-hop"));
    // A program that runs can't be written to, as a workbook in Excel can't be on Windows.
    unlinkSync(join(results, name));
    copyFileSync("/bin/sleep", join(results, name));
    chmodSync(join(results, name), 0o755);
    const holder = spawn(join(results, name), ["600"], { stdio: "ignore" });
    put(join(folder, "hop-thu/moi/sổ mới (2).csv"), register("7", mixed(5, 40, 90)));
    run(program, folder, TODAY);
    holder.kill();
    if (!existsSync(join(results, name.replace(".xlsx", " (2).xlsx")))) throw new Error("nothing was written beside a result that is open");
    return null;
  },
};

/** Makes every state below `root` and runs the program on it; gives the names and folders. */
export function make(program, root) {
  return Object.entries(STATES).map(([name, build]) => {
    const folder = join(root, name);
    const options = build(folder, program);
    if (options) run(program, folder, options);
    return { name, folder };
  });
}
