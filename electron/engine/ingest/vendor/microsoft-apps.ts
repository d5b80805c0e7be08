/** Names of Microsoft's own applications by client id, for logs that tell only the id. Names as the sign-in log writes them. */
const APPS: Readonly<Record<string, string>> = {
  '00000002-0000-0000-c000-000000000000': 'Windows Azure Active Directory',
  '00000002-0000-0ff1-ce00-000000000000': 'Office 365 Exchange Online',
  '00000003-0000-0000-c000-000000000000': 'Microsoft Graph',
  '00000003-0000-0ff1-ce00-000000000000': 'Office 365 SharePoint Online',
  '00000006-0000-0ff1-ce00-000000000000': 'Microsoft Office 365 Portal',
  '0000000c-0000-0000-c000-000000000000': 'Microsoft App Access Panel',
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46': 'Microsoft Azure CLI',
  '08e18876-6177-487e-b8b5-cf950c1e598c': 'SharePoint Online Web Client Extensibility',
  '14d82eec-204b-4c2f-b7e8-296a70dab67e': 'Microsoft Graph Command Line Tools',
  '1950a258-227b-4e31-a9cf-717495945fc2': 'Microsoft Azure PowerShell',
  '19db86c3-b2b9-44cc-b339-36da233a3be2': 'My Signins',
  '1b730954-1685-4b74-9bfd-dac224a7b894': 'Azure Active Directory PowerShell',
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264': 'Microsoft Teams',
  '27922004-5251-4030-b22d-91ecd9a37ea4': 'Outlook Mobile',
  '29d9ed98-a469-4536-ade2-f981bc1d605e': 'Microsoft Authentication Broker',
  '4345a7b9-9a63-4910-a426-35363201d503': 'O365 Suite UX',
  '4765445b-32c6-49b0-83e6-1d93765276ca': 'OfficeHome',
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346': 'Microsoft Teams Web Client',
  '797f4846-ba00-4fd7-ba43-dac1f8f63013': 'Windows Azure Service Management API',
  '80ccca67-54bd-44ab-8625-4b79c4dc7775': 'Office 365 Security & Compliance Center',
  '89bee1f7-5e6e-4d8a-9f3d-ecd601259da7': 'Office365 Shell WCSS-Client',
  '8c59ead7-d703-4a27-9e55-c96a0054c8d2': 'My Profile',
  '9ba1a5c7-f17a-4de9-a1f1-6178c8d51223': 'Microsoft Intune Company Portal',
  'a0c73c16-a7e3-4564-9a95-2bdf47383716': 'Microsoft Exchange Online Remote PowerShell',
  'ab9b8c07-8f02-4f72-87fa-80105867a763': 'OneDrive SyncEngine',
  'c44b4083-3bb0-49c1-b47d-974e53cbdf3c': 'Azure Portal',
  'cb1056e2-e479-49de-ae31-7812af012ed8': 'Microsoft Azure Active Directory Connect',
  'd3590ed6-52b3-4102-aeff-aad2292ab01c': 'Microsoft Office',
  'de8bc8b5-d9f9-48b1-a8ad-b748da725064': 'Graph Explorer',
  'fb78d390-0c51-40cd-8e17-fdbfab77341b': 'Microsoft Exchange REST API Based Powershell',
};

/** Name of a first-party application; null for every other id. */
export function appNamed(clientId: string | null): string | null {
  const id = clientId?.toLowerCase() ?? '';
  return Object.hasOwn(APPS, id) ? APPS[id]! : null;
}
