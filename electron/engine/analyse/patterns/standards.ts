/** Published titles that patterns cite, each written once. ATT&CK names as of v18.1 (© The MITRE Corporation). */
export const T1621 = 'ATT&CK T1621 Multi-Factor Authentication Request Generation';
export const T1078_004 = 'ATT&CK T1078.004 Valid Accounts: Cloud Accounts';
export const T1110_003 = 'ATT&CK T1110.003 Brute Force: Password Spraying';
export const T1550_004 = 'ATT&CK T1550.004 Use Alternate Authentication Material: Web Session Cookie';
export const T1556_006 = 'ATT&CK T1556.006 Modify Authentication Process: Multi-Factor Authentication';
export const T1098_001 = 'ATT&CK T1098.001 Account Manipulation: Additional Cloud Credentials';
export const T1090 = 'ATT&CK T1090 Proxy';
export const T1548_005 = 'ATT&CK T1548.005 Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access';
export const T1078 = 'ATT&CK T1078 Valid Accounts';
export const T1580 = 'ATT&CK T1580 Cloud Infrastructure Discovery';
export const SP_800_63B = 'NIST SP 800-63B-4 Digital Identity Guidelines: Authentication and Authenticator Management';
export const SP_800_207 = 'NIST SP 800-207 Zero Trust Architecture';
export const CSF_DE_CM_03 =
  'NIST CSF 2.0 DE.CM-03 Personnel activity and technology usage are monitored to find potentially adverse events';
export const CSF_DE_CM_09 =
  'NIST CSF 2.0 DE.CM-09 Computing hardware and software, runtime environments, and their data are monitored to find potentially adverse events';
export const CSF_PR_PS_04 =
  'NIST CSF 2.0 PR.PS-04 Log records are generated and made available for continuous monitoring';
export const CSF_PR_AA_01 =
  'NIST CSF 2.0 PR.AA-01 Identities and credentials for authorized users, services, and hardware are managed by the organization';
export const NHI1 = 'OWASP NHI1:2025 Improper Offboarding';
export const NHI2 = 'OWASP NHI2:2025 Secret Leakage';
export const NHI4 = 'OWASP NHI4:2025 Insecure Authentication';
export const NHI5 = 'OWASP NHI5:2025 Overprivileged NHI';
export const NHI7 = 'OWASP NHI7:2025 Long-Lived Secrets';
export const NHI10 = 'OWASP NHI10:2025 Human Use of NHI';
